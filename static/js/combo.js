// Adds a search field to a select, which still holds the value.
(function () {
  'use strict';
  function plain(text) {
    return text.normalize('NFKC').toLowerCase().replace(/[\s'’]/g, '');
  }

  function add(parent, tag, text, attrs) {
    const node = document.createElement(tag);
    node.textContent = text;
    Object.keys(attrs || {}).forEach(name => node.setAttribute(name, attrs[name]));
    return parent.appendChild(node);
  }

  function dress(select) {
    const id = select.id;
    const label = select.labels[0].firstChild.data.trim();
    const source = select.closest('[data-source]');
    const isFocused = document.activeElement === select;
    // What was typed and is no choice: it stays, is sent, and is refused.
    const typed = select.nextElementSibling;
    const error = document.getElementById(id + '_error');
    const box = add(select.parentNode, 'div', '', { class: 'gq-combo' });
    const chips = add(box, 'ul', '', { class: 'gq-tags' });
    const input = add(box, 'input', '', {
      id: id, type: 'text', placeholder: '姓名、拼音或首字母', role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': id + '-list'
    });
    const pop = add(box, 'div', '', { class: 'gq-combo-pop' });
    const list = add(pop, 'ul', '', { id: id + '-list', role: 'listbox', 'aria-label': label });
    const says = add(pop, 'p', '', { role: 'status' });
    const bad = add(select.parentNode, 'p', '', { id: id + '-bad', class: 'gq-bad' });
    // Leaving chooses only a row reached by arrows, or the only one.
    let items, at, meant, none, asked = 0;

    select.parentNode.insertBefore(box, select);
    select.id += '-value';
    select.hidden = true;
    typed.disabled = false;
    if (typed.value && error) error.remove();
    input.setAttribute('aria-invalid', select.getAttribute('aria-invalid') || false);
    input.setAttribute('aria-describedby', (select.getAttribute('aria-describedby') || '') + ' ' + bad.id);

    function held() {
      return select.multiple || !select.value ? '' : select.selectedOptions[0].text;
    }

    function show() {
      chips.textContent = '';
      input.value = typed.value || held();
      bad.textContent = typed.value && (none || '还没有选定“' + typed.value + '”，请从列出的里选一项，或删去。');
      if (typed.value) input.setAttribute('aria-invalid', true);
      if (select.multiple) Array.from(select.selectedOptions).forEach(option => {
        const chip = add(chips, 'li', option.text, { class: 'gq-tag' });
        add(chip, 'button', '×', { type: 'button', 'aria-label': '移除 ' + option.text }).onclick = () => {
          option.selected = false;
          changed();
          input.focus();
        };
      });
    }

    function changed(text) {
      typed.value = text || '';
      input.setAttribute('aria-invalid', false);
      show();
      select.dispatchEvent(new Event('input', { bubbles: true }));
    }

    function close() {
      asked += 1;
      offer([]);
      says.textContent = '';
      pop.removeAttribute('data-open');
    }

    function point(to) {
      const row = list.children[to];
      if (list.children[at]) list.children[at].setAttribute('aria-selected', false);
      at = to;
      input.setAttribute('aria-activedescendant', row ? row.id : '');
      if (!row) return;
      row.setAttribute('aria-selected', true);
      row.scrollIntoView({ block: 'nearest' });
    }

    function offer(found, text, first) {
      items = found;
      list.textContent = '';
      found.forEach((item, n) => {
        const row = add(list, 'li', '', { id: id + '-' + n, role: 'option', 'aria-selected': false });
        add(row, 'span', item.label);
        add(row, 'small', item.note);
        row.onclick = () => choose(item);
      });
      list.hidden = !found.length;
      input.setAttribute('aria-expanded', !list.hidden);
      says.textContent = text || '找到 ' + found.length + ' 名';
      pop.setAttribute('data-open', '');
      point(first);
      meant = !first && !found[1];
    }

    async function ask(text, mine) {
      if (mine !== asked) return;
      const data = await fetch(source.dataset.source + '&q=' + encodeURIComponent(text)).then(reply => reply.json())
        .catch(() => ({ options: [], says: '没能查到，请再试。' }));
      if (mine !== asked) return;
      none = /^没有/.test(data.says) && data.says;
      offer(data.options, data.says, none ? -1 : 0);
    }

    // Names of the same length with one other character.
    function near(option, text) {
      const name = option.text.split(/[\s（]/)[0];
      return name.length === text.length && Array.from(name).filter((sign, n) => sign !== text[n]).length === 1;
    }

    function look(words) {
      const text = plain(words);
      asked += 1;
      meant = false;
      none = '';
      if (source && text) return void setTimeout(ask, 200, text, asked);
      const all = Array.from(select.options).filter(option => option.value && !(select.multiple && option.selected));
      let found = all.filter(option => plain(option.text).includes(text) || (' ' + (option.dataset.keys || '')).includes(' ' + text));
      if (!found.length && text) {
        found = all.filter(option => near(option, words.trim()));
        none = '没有找到“' + words.trim() + '”。' + (found[0] ? '您要找的是' + found[0].text.split(/[\s（]/)[0] + '吗？' : '');
      }
      if (source && !found.length) return;
      found = found.map(option => ({ value: option.value, label: option.text, note: option.parentNode.label }));
      offer(found.slice(0, 50), none || found[50] && '还有更多，请再输入几个字。', text && !none ? 0 : -1);
    }

    // Shows what was typed before: in this page, or in a draft.
    function recall() {
      if (typed.value) look(typed.value);
      close();
      show();
    }

    function open() {
      if (pop.hasAttribute('data-open')) return;
      look('');
      point(items.findIndex(item => item.value === select.value));
    }

    function choose(item) {
      const option = select.querySelector('[value="' + item.value + '"]') ||
        add(select, 'option', item.label + '　' + item.note, { value: item.value });
      option.selected = true;
      close();
      changed();
    }

    // An input method is still composing.
    input.oninput = event => {
      if (!event.isComposing) look(input.value);
    };
    input.addEventListener('compositionend', () => look(input.value));
    input.onclick = open;
    input.onfocus = () => input.select();
    input.onblur = () => {
      if (meant && items[at]) return choose(items[at]);
      close();
      if (input.value === (typed.value || held())) return;
      if (!select.multiple) select.value = '';
      changed(input.value.trim());
    };
    pop.onmousedown = event => event.preventDefault();
    input.onkeydown = event => {
      const key = event.key;
      const last = items.length - 1;
      const steps = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last };
      if (event.isComposing) return;
      if (!pop.hasAttribute('data-open')) {
        if (!/^(Arrow(Up|Down)|Enter)$/.test(key)) return;
        if (key !== 'Enter') open();
      } else if (key in steps) {
        point(steps[key]);
        meant = true;
      } else if (key === 'Escape') {
        close();
        show();
      } else if (key === 'Enter') {
        if (items[at]) choose(items[at]);
      } else return;
      event.preventDefault();
    };
    if (select.form) select.form.addEventListener('submit', event => {
      if (!typed.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
    }, true);
    // a draft was restored
    select.addEventListener('change', recall);
    typed.addEventListener('change', recall);
    recall();
    if (isFocused) input.focus();
  }

  const all = (where, call) => document.querySelectorAll(where).forEach(call);
  all('[data-combo-off]', part => { part.hidden = true; });
  all('[data-combo-on]', part => part.classList.remove('gq-js'));
  all('select[data-combo]', dress);
})();
