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
    const box = add(select.parentNode, 'div', '', { class: 'gq-combo' });
    const chips = add(box, 'ul', '', { class: 'gq-tags' });
    const input = add(box, 'input', '', {
      id: id, type: 'text', placeholder: '姓名、拼音或首字母', role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': id + '-list'
    });
    const pop = add(box, 'div', '', { class: 'gq-combo-pop' });
    const list = add(pop, 'ul', '', { id: id + '-list', role: 'listbox', 'aria-label': label });
    const says = add(pop, 'p', '', { role: 'status' });
    // Leaving chooses only a row reached by arrows, or the only one.
    let items, at, meant, asked = 0;

    select.parentNode.insertBefore(box, select);
    select.id += '-value';
    select.hidden = true;
    ['aria-describedby', 'aria-invalid'].forEach(name => input.setAttribute(name, select.getAttribute(name) || ''));

    function held() {
      return select.multiple || !select.value ? '' : select.selectedOptions[0].text;
    }

    function show() {
      chips.textContent = '';
      input.value = held();
      if (select.multiple) Array.from(select.selectedOptions).forEach(option => {
        const chip = add(chips, 'li', option.text, { class: 'gq-tag' });
        add(chip, 'button', '×', { type: 'button', 'aria-label': '移除 ' + option.text }).onclick = () => {
          option.selected = false;
          changed();
          input.focus();
        };
      });
    }

    function changed(typed) {
      show();
      if (typed) input.value = typed;
      input.setAttribute('aria-invalid', !!typed);
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
      says.textContent = text || (found.length ? '找到 ' + found.length + ' 名' : '没有找到。');
      pop.setAttribute('data-open', '');
      point(first);
      meant = !first && !found[1];
    }

    async function ask(text, mine) {
      if (mine !== asked) return;
      const data = await fetch(source.dataset.source + '&q=' + encodeURIComponent(text)).then(reply => reply.json())
        .catch(() => ({ options: [], says: '没能查到，请再试。' }));
      if (mine === asked) offer(data.options, data.says, 0);
    }

    function look(typed) {
      const text = plain(typed);
      asked += 1;
      meant = false;
      if (source && text) return void setTimeout(ask, 200, text, asked);
      const found = Array.from(select.options).filter(option => {
        const keys = ' ' + (option.dataset.keys || '');
        return option.value && !(select.multiple && option.selected) && (plain(option.text).includes(text) || keys.includes(' ' + text));
      }).map(option => ({ value: option.value, label: option.text, note: option.parentNode.label }));
      if (!source || found.length) offer(found.slice(0, 50), found[50] && '还有更多，请再输入几个字。', text ? 0 : -1);
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
      const typed = input.value;
      if (meant && items[at]) return choose(items[at]);
      close();
      if (select.multiple) input.value = '';
      else if (typed !== held()) {
        select.value = '';
        changed(typed);
      }
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
    // a draft was restored
    select.addEventListener('change', show);
    close();
    show();
  }

  const all = (where, call) => document.querySelectorAll(where).forEach(call);
  all('[data-combo-off]', part => { part.hidden = true; });
  all('[data-combo-on]', part => part.classList.remove('gq-js'));
  all('select[data-combo]', dress);
})();
