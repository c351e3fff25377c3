// Prepares the rich-text editor before it starts: the body as HTML, Chinese labels and its stylesheet.
(function () {
  'use strict';
  var isAble = 'fetch' in window && HTMLScriptElement.supports && HTMLScriptElement.supports('importmap');
  if (!isAble) return; // the textarea of plain paragraphs stays

  var WORDS = {
    'heading 2': '大标题', 'heading 3': '小标题', bold: '加粗', italic: '斜体', strike: '删除线', subscript: '下标', superscript: '上标', 'unordered list': '项目列表',
    'ordered list': '编号列表', blockquote: '引文', 'horizontal rule': '分隔线', paragraph: '正文',
    'insert link': '加链接', 'remove link': '去掉链接', 'Edit Link': '链接', URL: '网址', Title: '说明',
    'Insert table': '插入表格', 'Table Properties': '表格', Rows: '行数', Columns: '列数',
    'Include header row': '第一行是表头（Yes 是，No 否）', 'Insert Table': '插入', 'Add column': '加一列',
    'Delete column': '删这一列', 'Add row': '加一行', 'Delete row': '删这一行', 'Merge cells': '合并单元格',
    'Split cell': '拆分单元格', 'Toggle header cell': '设为表头', 'Delete table': '删除表格',
    undo: '撤销', redo: '重做', Update: '确定', Cancel: '取消'
  };

  window.gettext = function (words) { return WORDS[words] || words; };

  // Where the editor finds such an element, it adds no inline styles, which the page's policy would block;
  // in a namespace without meaning the element has no effect of its own.
  var style = document.createElementNS('urn:guangqin:none', 'style');
  style.setAttribute('data-tiptap-style', '');
  document.head.appendChild(style);

  function paragraphs(text) {
    var page = document.createElement('div');
    text.split(/\n\s*\n/).forEach(function (part) {
      var line = document.createElement('p');
      line.textContent = part.trim();
      if (line.textContent) page.append(line);
    });
    return page.innerHTML;
  }

  function formatOf(box) { return box.form.querySelector('[data-format-of="' + box.name + '"]'); }

  var sent = new WeakMap(); // what each box held before the editor took it

  // What was typed before this script came is kept, as paragraphs; a restored draft may be HTML already.
  document.querySelectorAll('textarea[data-html]').forEach(function (box) {
    var format = formatOf(box);
    sent.set(box, { value: box.value, format: format.value });
    if (format.value !== 'html' && box.value !== box.defaultValue) box.dataset.typed = '';
    if (format.value !== 'html') box.value = 'typed' in box.dataset ? paragraphs(box.value) : box.dataset.html;
    format.value = 'html';
  });

  function relabel(root) {
    root.querySelectorAll('[title]').forEach(function (button) {
      button.title = WORDS[button.title] || button.title;
      button.setAttribute('aria-label', button.title);
    });
  }

  // Pictures go where one was writing; at the end if one was not yet.
  function offerPictures(editor) {
    var isBegun = false;
    editor.on('focus', function () { isBegun = true; });
    document.querySelectorAll('[data-without-editor]').forEach(function (part) { part.hidden = true; });
    document.querySelectorAll('[data-with-editor]').forEach(function (part) { part.hidden = false; });
    document.querySelectorAll('[data-place]').forEach(function (button) {
      button.addEventListener('click', function () {
        var photo = { type: 'photo', attrs: { number: button.dataset.place } };
        editor.chain().focus(isBegun ? null : 'end').insertContent(photo).run();
      });
    });
  }

  // Without its modules the editor would drop the pictures of the body: the plain box comes back.
  function giveUp(root, box) {
    var says = document.createElement('p');
    says.className = 'gq-hint';
    says.setAttribute('role', 'alert');
    says.textContent = '编辑器没有载全，可以先写纯文字；刷新这一页再试。';
    root.replaceWith(says, box);
    box.value = sent.get(box).value;
    formatOf(box).value = sent.get(box).format;
  }

  document.addEventListener('prose-editor:ready', function (event) {
    var root = event.target.closest('.prose-editor');
    var label = document.querySelector('label[for="' + event.target.id + '"]');
    var page = root.querySelector('.ProseMirror');
    page.setAttribute('role', 'textbox');
    page.setAttribute('aria-multiline', 'true');
    page.setAttribute('aria-label', label ? label.textContent.trim() : '正文');
    if (label) label.addEventListener('click', function () { page.focus(); });
    // A draft was restored, by a script that sets the value.
    event.target.addEventListener('change', function () {
      var editor = event.detail.editor;
      if (root.isConnected && event.target.value !== editor.getHTML()) editor.commands.setContent(event.target.value);
    });
    // The toolbar is added a moment later.
    event.detail.editor.on('create', function () {
      relabel(root);
      if (event.detail.editor.schema.nodes.photo) offerPictures(event.detail.editor);
      else giveUp(root, event.target);
    });
  });
})();
