// Reads what Word, WPS or WeChat put into pasted HTML, before the editor's schema drops what says it:
// comments, deletions, hidden text and field codes go; lists, headings and marks become tags; a picture
// or video leaves a note. The rules come from `paste_rules.py`; `pasted.py` does the same on the server.
import { Extension, Plugin } from 'django-prose-editor/editor';

const STYLE = /<style\b([^>]*)>([^]*?)<\/style\s*>/gi;
const NOISE = /\s+|["']|!important/g;
const HIDING = ['never', 'merged', 'tiny', 'unseen'];
const MARKS = { strike: 's', raised: 'sup', lowered: 'sub' };
const FRAMES = ['svg', 'foreignobject'];
const HINTS = { color: 'color', 'font-family': 'face' }; // attributes that a style sheet overrules
['display', 'visibility', 'opacity', 'transform', 'font-size', 'fill', 'fill-opacity'].forEach((name) => { HINTS[name] = name; });
const NEAR = 32; // a shade as near as this to its ground is read by nobody
const PLAIN = {
  isTiny: false, isUnseen: false, isUnfilled: false, isLined: false, isMarker: false, symbols: '', ink: '', ground: '',
};

// Read as text: the page's policy would refuse the style sheets of a parsed page, with an error.
// What stands around an element is not compared: a rule that hides `.a .b` hides every `.b`. Other rules
// of this form are left out, and those that end in a bare tag, which would hide too much.
function sheetOf(html, is) {
  return rulesOf(html, is).flatMap(([selector, style]) => {
    const compound = selector.split(/[\s>+~]+/).pop();
    const parts = is.compound.test(compound) ? compound.match(/[.#]?[^.#*]+/g) || [] : [];
    const isBare = parts.length === 1 && /^[^.#*]/.test(compound);
    const isLeftOut = compound !== selector && (isBare || !HIDING.some((rule) => is[rule].test(listed(style))));
    return parts.length && !isLeftOut ? [{ parts, style, weight: weightOf(selector) }] : [];
  }).sort((one, other) => one.weight - other.weight);
}

// Each selector for the screen, also inside `@media`, with its declarations.
function rulesOf(html, is) {
  return [...html.matchAll(STYLE)].flatMap(([, attributes, text]) => {
    const [first, ...others] = text.toLowerCase().replace(/<!--|-->/g, '').split('/*');
    const parts = [first, ...others.map((other) => other.split('*/').slice(1).join('*/'))].join('').split('}');
    const isElsewhere = (head) => is.elsewhere.test(head.replace(NOISE, ''));
    const heads = [['', isElsewhere(`<${attributes.toLowerCase()}`)]]; // of the open blocks, outermost first
    return parts.flatMap((part) => {
      const opened = part.split('{');
      const style = declare(new Map(), opened.pop());
      opened.map((head) => head.split(';').pop())
        .forEach((head) => heads.push([head, heads.at(-1)[1] || isElsewhere(head)]));
      const [selectors, isLeftOut] = heads.length > 1 ? heads.pop() : ['', true];
      return isLeftOut ? [] : selectors.split(',').map((selector) => [selector.trim(), style]);
    });
  });
}

// The specificity of a selector.
function weightOf(selector) {
  const count = (pattern) => Math.min((selector.match(pattern) || []).length, 99);
  return count(/#/g) * 10000 + count(/\./g) * 100 + count(/(?:^|[\s>+~])[a-z]/g);
}

function listed(style) {
  return `;${[...style.keys()].sort().map((name) => `${name}:${style.get(name)};`).join('')}`;
}

function declare(style, text) {
  (text || '').toLowerCase().replace(NOISE, '').split(';').forEach((part) => {
    const at = part.indexOf(':');
    if (at >= 0) style.set(part.slice(0, at), part.slice(at + 1));
  });
  return style;
}

function describe(element, sheet) {
  const value = (name) => element.getAttribute(name) || '';
  const tag = element.localName.toLowerCase();
  const classes = value('class').toLowerCase().split(/\s+/).filter(Boolean).map((name) => `.${name}`);
  const style = hintsOf(tag, value);
  const own = new Set([tag, ...classes, `#${value('id').toLowerCase()}`]);
  sheet.filter((rule) => rule.parts.every((part) => own.has(part)))
    .forEach((rule) => rule.style.forEach((set, name) => style.set(name, set)));
  declare(style, value('style'));
  const fragment = value('href').split('#').slice(1).join('#');
  const anchors = [value('id'), value('name'), fragment].filter(Boolean).map((name) => `#${name.toLowerCase()}`);
  const hidden = element.hasAttribute('hidden') ? ['[hidden]'] : [];
  return [tag, ...classes, ...anchors, ...hidden, listed(style)].join(' ');
}

// The declarations that the attributes stand for; the frame of a drawing cuts it off.
function hintsOf(tag, value) {
  const style = new Map(FRAMES.includes(tag) ? [['overflow', 'hidden']] : []);
  const hints = FRAMES.includes(tag) ? { ...HINTS, width: 'width', height: 'height' } : HINTS;
  Object.entries(hints).forEach(([name, attribute]) => {
    if (value(attribute)) declare(style, `${name}:${value(attribute)}`);
  });
  return style;
}

class Reader {
  constructor(html, { rules, signs, lost }) {
    this.page = new DOMParser().parseFromString(html.replaceAll(STYLE, ''), 'text/html');
    this.is = Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, new RegExp(rule)]));
    this.sheet = sheetOf(html, this.is);
    this.signs = signs;
    this.lost = lost;
    this.fields = [];
    this.paragraph = null;
    this.lists = []; // the lists open at a place, outermost first
  }

  read() {
    this.inside(this.page.body, PLAIN);
    return this.page.body.innerHTML;
  }

  inside(parent, look) {
    [...parent.childNodes].forEach((node) => {
      if (node.nodeType === Node.TEXT_NODE) this.text(node, look);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, look);
      else node.remove();
    });
  }

  element(element, before) {
    const said = describe(element, this.sheet);
    this.followField(said);
    if (this.is.never.test(said)) { element.remove(); return; }
    if (element.localName === 'table') this.dropHiddenColumns(element);
    const look = this.lookInside(before, said);
    if (this.is.media.test(said)) this.note(element, this.lost.video, look);
    else if (this.is.picture.test(said)) this.picture(element, look);
    else if (element.localName === 'p' && !this.is.heading.test(said)) this.readParagraph(element, said, look);
    else {
      this.inside(element, look);
      this.mark(element, said);
      this.head(element, said);
      this.undraw(element);
      element.style.whiteSpace = ''; // its lines end in <br>; the editor would end them once more
    }
    if (this.is.block.test(said)) this.fields = [];
  }

  // Excel writes the cells of a hidden column in full and hides its <col> alone.
  dropHiddenColumns(table) {
    const isHidden = (col) => this.is.column.test(describe(col, this.sheet)) || col.getAttribute('width') === '0';
    const cols = [...table.querySelectorAll('col')].filter((col) => col.closest('table') === table);
    const hidden = cols.flatMap((col) => Array(col.span).fill(isHidden(col)));
    const filled = []; // by column, the first row that no cell above fills
    [...table.rows].forEach((row, number) => {
      let at = 0;
      [...row.cells].forEach((cell) => {
        while (filled[at] > number) at += 1;
        const end = at + cell.colSpan;
        const shown = cell.colSpan - hidden.slice(at, end).filter(Boolean).length;
        for (; at < end; at += 1) filled[at] = number + cell.rowSpan;
        if (shown) cell.colSpan = shown;
        else cell.remove();
      });
    });
  }

  lookInside(look, said) {
    const switched = (before, on, off) => this.is[on].test(said) || (before && !this.is[off].test(said));
    const symbols = said.match(this.is.symbols);
    const colours = this.coloursInside(look, said);
    return {
      ...look,
      ...colours,
      isTiny: switched(look.isTiny, 'tiny', 'readable'),
      isUnseen: switched(look.isUnseen, 'unseen', 'seen'),
      isUnfilled: switched(look.isUnfilled, 'unfilled', 'filled'),
      isLined: switched(look.isLined, 'lined', 'flowed'),
      isMarker: look.isMarker || this.is.marker.test(said),
      symbols: symbols ? symbols[2] : this.is.letters.test(said) ? '' : look.symbols,
    };
  }

  coloursInside({ ink, ground }, said) {
    const merged = said.match(this.is.merged);
    if (!ground && !merged) return {};
    const found = (name, before) => (said.match(this.is[name]) || [before, before])[1];
    // `background` may have been declared after the picture, which it then removes.
    const isDecided = !merged || merged[1];
    return { ink: found('ink', ink), ground: isDecided ? found('ground', merged ? merged[2] : ground) : merged[2] };
  }

  // Whether no part of the ground is known to set off the text; unknown colours set off none.
  isMerged({ ink, ground }) {
    if (!ground) return false;
    const known = (value) => (value.match(new RegExp(this.is.colour, 'g')) || []).map(rgbOf).filter(Boolean);
    const differ = (one, other) => one.some((part, at) => Math.abs(part - other[at]) > NEAR);
    const isPicture = this.is.pictured.test(ground);
    return !known(ink).some((one) => isPicture || known(ground).some((other) => differ(one, other)));
  }

  // A field's code stands between its begin and its separator, its result between that and its end.
  followField(said) {
    const part = said.match(this.is.field);
    if (!part) return;
    if (part[1] === 'begin') this.fields.push(true);
    else if (this.fields.length && part[1] === 'separator') this.fields[this.fields.length - 1] = false;
    else this.fields.pop();
  }

  text(node, look) {
    const isUnseen = look.isUnseen || look.isUnfilled || this.isMerged(look);
    if (look.isTiny || isUnseen || this.fields.includes(true)) { node.remove(); return; }
    const written = node.data;
    const signs = this.signs[look.symbols || 'wingdings'] || {};
    node.data = [...written].map((char) => {
      const letter = letterOf(char, look.symbols);
      return letter ? signs[letter] || '' : char;
    }).join('');
    if (this.paragraph) this.takeMarker(node, written.trim(), look);
    if (look.isLined) this.breakLines(node);
  }

  // Spaces between blocks are no lines.
  breakLines(node) {
    const isBetween = !node.data.trim() && [...node.parentNode.children].some(({ localName }) => this.is.block.test(`${localName} `));
    if (isBetween) return;
    const [first, ...others] = node.data.split(/\r?\n/);
    node.data = first;
    node.after(...others.flatMap((line) => [this.page.createElement('br'), line]));
  }

  takeMarker(node, text, look) {
    const { paragraph } = this;
    const letter = [...text].length === 1 ? letterOf(text, look.symbols) : '';
    const isBullet = this.is.item.test(paragraph.said) || this.is.sign.test(letter);
    const isMarker = look.isMarker || (letter && !paragraph.isBegun && isBullet);
    if (isMarker && letter) paragraph.hasSign = true;
    if (text) paragraph.isBegun = true;
    if (isMarker) paragraph.pieces.push(node);
  }

  picture(element, look) {
    if (look.isMarker && this.paragraph) {
      this.paragraph.hasSign = true;
      element.remove();
    } else if (['width', 'height'].some((side) => ['0', '1', '2'].includes(element.getAttribute(side)))) {
      element.remove();
    } else this.note(element, this.lost.img, look);
  }

  note(element, words, look) {
    const line = this.page.createElement('p');
    line.textContent = words;
    if (look.isUnseen) element.remove(); // text of no size hides no picture
    else element.replaceWith(line);
  }

  mark(element, said) {
    Object.keys(MARKS).filter((rule) => this.is[rule].test(said)).forEach((rule) => {
      if (element.localName === MARKS[rule] || element.localName === rule) return;
      const mark = this.page.createElement(MARKS[rule]);
      mark.append(...element.childNodes);
      element.append(mark);
    });
  }

  // The article has two levels of headings.
  head(element, said) {
    const own = element.localName.match(/^h([1-6])$/);
    const given = element.localName === 'p' && said.match(this.is.heading);
    if (!own && !given) return;
    const level = own ? own[1] : given[1] || given[2] || '1';
    const tag = level <= '2' ? 'h2' : 'h3';
    if (element.localName === tag) return; // it may carry the editor's own mark of a cut text
    const heading = this.page.createElement(tag);
    heading.append(...element.childNodes);
    element.replaceWith(heading);
  }

  // What a drawing shows becomes HTML; its texts do not flow.
  undraw(element) {
    if (!element.namespaceURI.endsWith('svg')) return;
    const box = this.page.createElement(['text', 'foreignObject'].includes(element.localName) ? 'div' : 'span');
    box.append(...element.childNodes);
    element.replaceWith(box);
  }

  readParagraph(element, said, look) {
    const paragraph = { said, pieces: [], hasSign: false, isBegun: false };
    this.paragraph = paragraph;
    this.inside(element, look);
    this.paragraph = null;
    this.mark(element, said);
    const marker = paragraph.pieces.map((piece) => piece.data).join('').trim();
    const number = marker.match(this.is.number);
    const isBullet = paragraph.hasSign || this.is.bullet.test(marker);
    if (!number && !isBullet) return;
    paragraph.pieces.forEach((piece) => piece.remove());
    const level = said.match(this.is.level);
    this.intoList(element, level ? Number(level[1]) : 1, number ? 'ol' : 'ul', number ? Number(number[1]) : 0);
  }

  intoList(element, level, tag, number) {
    if (!this.lists.length || element.previousElementSibling !== this.lists[0].list) this.lists = [];
    while (this.lists.length && this.lists.at(-1).level > level) this.lists.pop();
    let last = this.lists.at(-1);
    if (last && last.level === level && (last.tag !== tag || (number && number !== last.number + 1))) {
      this.lists.pop();
      last = this.lists.at(-1);
    }
    if (!last || last.level < level) {
      const list = this.page.createElement(tag);
      if (number > 1) list.setAttribute('start', number);
      if (last) last.list.lastElementChild.append(list);
      else element.before(list);
      last = { level, tag, list };
      this.lists.push(last);
    }
    last.number = number;
    const item = this.page.createElement('li');
    last.list.append(item);
    item.append(element);
  }
}

// The letter of a symbol font that a character is, or '' for a character of any other font.
function letterOf(char, font) {
  const code = char.codePointAt(0);
  const isPrivate = code >= 0xf020 && code <= 0xf0ff;
  const isLetter = font && code > 0x20 && code <= 0xff && code !== 0xa0;
  return isPrivate || isLetter ? String.fromCharCode(code & 0xff) : '';
}

// Red, green and blue of an opaque colour; null for a name of none.
function rgbOf(name) {
  const pen = document.createElement('canvas').getContext('2d');
  const taken = ['#000000', '#ffffff'].map((before) => {
    pen.fillStyle = before;
    pen.fillStyle = name;
    return pen.fillStyle;
  });
  if (taken[0] !== taken[1] || !taken[0].startsWith('#')) return null;
  return [1, 3, 5].map((at) => parseInt(taken[0].slice(at, at + 2), 16));
}

// A screenshot or a file from a folder, with no text beside it.
function isOnlyFiles(data) {
  return data && data.files.length > 0 && !data.getData('text/html') && !data.getData('text/plain');
}

function noteFiles(view, event, data, words) {
  if (!isOnlyFiles(data)) return false;
  event.preventDefault();
  view.dispatch(view.state.tr.insertText(words));
  return true;
}

export const Paste = Extension.create({
  name: 'pasteOffice', // “paste” is the name of an extension of Tiptap
  addOptions() { return { rules: {}, signs: {}, lost: {} }; },
  addProseMirrorPlugins() {
    const { options } = this;
    return [new Plugin({ props: {
      transformPastedHTML: (html) => new Reader(html, options).read(),
      handlePaste: (view, event) => noteFiles(view, event, event.clipboardData, options.lost.img),
      handleDrop: (view, event) => noteFiles(view, event, event.dataTransfer, options.lost.img),
    } })];
  },
});
