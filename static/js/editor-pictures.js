// Replaces pictures of other sites in pasted text with a note, so that the author uploads them.
import { Extension, Plugin } from 'django-prose-editor/editor';

const NOTE = '【图片未导入：请重新上传】';

function withoutPictures(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  page.querySelectorAll('img').forEach((picture) => {
    const line = page.createElement('p');
    line.textContent = NOTE;
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
