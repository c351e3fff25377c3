// A picture in what is pasted lies on another site: say where it was, so that its writer uploads it.
import { Extension, Plugin } from 'django-prose-editor/editor';

const SAID = '【图片未导入：请重新上传】';

function withoutPictures(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  page.querySelectorAll('img').forEach((picture) => {
    const line = page.createElement('p');
    line.textContent = SAID;
    picture.replaceWith(line);
  });
  return page.body.innerHTML;
}

export const LostPictures = Extension.create({
  name: 'lostPictures',
  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: withoutPictures } })];
  },
});
