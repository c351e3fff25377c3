// A picture of the article's gallery in its body: stored as its number, shown as the list below the editor has it.
import { Node } from 'django-prose-editor/editor';

const GONE = '这张图片已不在图集里';

function listed(number) {
  return [...document.querySelectorAll('[data-photo-of]')].find((image) => image.dataset.photoOf === number);
}

function figureOf(number) {
  const figure = document.createElement('figure');
  const image = listed(number);
  const words = document.createElement('figcaption');
  words.textContent = image ? image.dataset.caption : GONE;
  if (image) {
    const copy = document.createElement('img');
    copy.src = image.src;
    copy.alt = image.alt;
    figure.append(copy);
  }
  figure.append(words, outButton(image ? image.alt : GONE));
  figure.contentEditable = 'false';
  return figure;
}

function outButton(name) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'gq-thumbs-out';
  button.textContent = '×';
  button.title = '从正文拿掉';
  button.setAttribute('aria-label', `从正文拿掉：${name}`);
  return button;
}

export const Photo = Node.create({
  name: 'photo',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes() {
    return { number: {
      default: null,
      parseHTML: (element) => element.dataset.photo,
      renderHTML: ({ number }) => ({ 'data-photo': number }),
    } };
  },
  parseHTML() { return [{ tag: 'figure[data-photo]' }]; },
  renderHTML({ HTMLAttributes }) { return ['figure', HTMLAttributes]; },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = figureOf(node.attrs.number);
      dom.querySelector('button').addEventListener('click', () => {
        const from = getPos();
        editor.chain().focus().deleteRange({ from, to: from + node.nodeSize }).run();
      });
      return { dom, stopEvent: (event) => event.target.closest('button') !== null, ignoreMutation: () => true };
    };
  },
});
