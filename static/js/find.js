// Offers names while one types into the search box for people; without it, the box searches as any form.
(function () {
  'use strict';

  function dress(input) {
    const pop = document.createElement('div');
    const list = pop.appendChild(document.createElement('ul'));
    const says = pop.appendChild(document.createElement('p'));
    let at = -1, asked = 0;

    pop.className = 'gq-combo-pop';
    list.id = input.id + '-names';
    says.className = 'gq-vh';
    Object.entries({ role: 'listbox', 'aria-label': '名字' }).forEach(([name, value]) => list.setAttribute(name, value));
    says.setAttribute('aria-live', 'polite');
    input.form.appendChild(pop);
    const attrs = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': false };
    Object.entries(attrs).forEach(([name, value]) => input.setAttribute(name, value));

    function point(to) {
      const row = list.children[to];
      if (list.children[at]) list.children[at].setAttribute('aria-selected', false);
      at = row ? to : -1;
      input.setAttribute('aria-activedescendant', row ? row.id : '');
      if (!row) return;
      row.setAttribute('aria-selected', true);
      row.scrollIntoView({ block: 'nearest' });
    }

    function choose(name) {
      input.value = name;
      offer([]);
      input.form.submit();
    }

    function offer(names) {
      asked += 1;
      list.textContent = '';
      names.forEach((name, n) => {
        const row = list.appendChild(document.createElement('li'));
        row.id = list.id + '-' + n;
        row.textContent = name;
        row.setAttribute('role', 'option');
        row.setAttribute('aria-selected', false);
        row.onclick = () => choose(name);
      });
      list.hidden = !names.length;
      pop.toggleAttribute('data-open', !list.hidden);
      input.setAttribute('aria-expanded', !list.hidden);
      says.textContent = names.length ? '有 ' + names.length + ' 个名字可选' : '';
      point(-1);
    }

    async function ask(mine) {
      if (mine !== asked) return;
      const found = await fetch(input.dataset.names + '?q=' + encodeURIComponent(input.value))
        .then(reply => reply.json()).catch(() => ({ names: [] }));
      if (mine === asked) offer(found.names);
    }

    function look(event) {
      asked += 1;
      if (event.isComposing) return;
      if (input.value.trim()) setTimeout(ask, 200, asked);
      else offer([]);
    }

    input.addEventListener('input', look);
    input.addEventListener('compositionend', look);
    input.addEventListener('blur', () => offer([]));
    pop.onmousedown = event => event.preventDefault();
    input.addEventListener('keydown', event => {
      const last = list.children.length - 1;
      const steps = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last };
      if (event.isComposing || last < 0) return;
      if (event.key in steps) point(steps[event.key]);
      else if (event.key === 'Escape') offer([]);
      else if (event.key === 'Enter' && at >= 0) choose(list.children[at].textContent);
      else return;
      event.preventDefault();
    });
    list.hidden = true;
  }

  document.querySelectorAll('input[data-names]').forEach(dress);
})();
