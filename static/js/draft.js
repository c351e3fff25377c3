// Keeps what is typed into a form until it is saved: on a phone in the browser, on a computer in the tab and,
// every 20 seconds, on the server. A draft has the token of its form, so that it ends when that form is saved.
(function () {
  'use strict';
  const ALL = 'gq-draft:';
  const WEEK = 7 * 24 * 3600 * 1000;
  const WORDS = 20;
  const page = document.querySelector('[data-owner]').dataset;
  const MINE = ALL + page.owner + ':';
  const isPhone = matchMedia('(pointer: coarse)').matches;
  const store = isPhone ? localStorage : sessionStorage;
  const PLACE = isPhone ? '这台手机上' : '这一页';
  const flushes = [];
  let isLeaving = false;

  function wipe(goes) {
    Object.keys(store).forEach(key => {
      if (key.startsWith(ALL) && goes(key, JSON.parse(store.getItem(key)))) store.removeItem(key);
    });
  }

  function every() {
    return Object.keys(store).filter(key => key.startsWith(MINE)).map(key => JSON.parse(store.getItem(key)))
      .sort((one, other) => other.at - one.at);
  }

  function put(draft) {
    store.setItem(MINE + draft.token, JSON.stringify(draft));
  }

  function drop(draft) {
    store.removeItem(MINE + draft.token);
  }

  function clock(at) {
    const then = new Date(at);
    const time = then.toTimeString().slice(0, 5);
    if (then.toDateString() === new Date().toDateString()) return time;
    return then.getMonth() + 1 + '月' + then.getDate() + '日 ' + time;
  }

  function post(address, values, isLast) {
    const body = new URLSearchParams();
    values.csrfmiddlewaretoken = [document.querySelector('[name=csrfmiddlewaretoken]').value];
    Object.keys(values).forEach(name => values[name].forEach(value => body.append(name, value)));
    // Browsers send at most 64 kB after the page has gone.
    const keepalive = !!isLast && body.toString().length < 6e4;
    const sent = fetch(address, { method: 'POST', body: body, headers: { Accept: 'application/json' }, redirect: 'manual', keepalive: keepalive });
    return sent.then(reply => {
      if (!reply.ok) throw new Error(reply.status);
    });
  }

  function keepOnServer(draft, isLast) {
    const values = Object.assign({}, draft.values, { form_token: [draft.token], keep_draft: ['1'], draft_stamp: [String(draft.at)] });
    return post(draft.address, values, isLast).then(() => {
      draft.isKept = true;
      const stored = every().find(other => other.token === draft.token);
      if (stored && stored.at === draft.at) put(draft);
    });
  }

  function clone(name, draft, all) {
    const node = document.querySelector('template[data-draft-pattern="' + name + '"]').content.firstElementChild.cloneNode(true);
    node.querySelectorAll('[data-draft-time]').forEach(time => { time.textContent = clock(draft.at); });
    node.querySelectorAll('[data-draft-name]').forEach(label => { label.textContent = draft.name; });
    node.querySelectorAll('[data-draft-words]').forEach(words => { words.textContent = draft.words ? '“' + draft.words + '”' : ''; });
    node.querySelectorAll('a').forEach(link => goOn(link, all || [draft]));
    return node;
  }

  function filled(draft) {
    return draft.address + (draft.address.includes('?') ? '&' : '?') + 'draft=' + draft.token;
  }

  // By way of the server, which lists what was typed where its page has no form for it any more.
  function goOn(link, drafts) {
    link.href = drafts[0].address;
    link.addEventListener('click', event => {
      if (!navigator.onLine) return;
      event.preventDefault();
      Promise.all(drafts.map(draft => keepOnServer(draft)))
        .then(() => location.assign(drafts.length > 1 ? page.drafts : filled(drafts[0])))
        .catch(() => location.assign(drafts[0].address));
    });
  }

  function fields(form) {
    return Array.from(form.elements).filter(field => field.name && !/file|submit|button/.test(field.type) && !/^(csrfmiddlewaretoken|form_token)$|-(held|drop)$/.test(field.name));
  }

  function ticks(field) {
    return /radio|checkbox/.test(field.type);
  }

  // The values by name, and the texts of chosen options, which a searching field may not offer next time.
  function read(form) {
    const values = {};
    const texts = {};
    fields(form).forEach(field => {
      const list = values[field.name] = values[field.name] || [];
      const chosen = field.options ? Array.from(field.selectedOptions) : !ticks(field) || field.checked ? [field] : [];
      chosen.forEach(part => {
        list.push(part.value);
        if (field.options) texts[part.value] = part.text;
      });
    });
    return { values: values, texts: texts };
  }

  // What the page had in a field before anybody touched it.
  function unchanged(field) {
    if (ticks(field)) return field.checked === field.defaultChecked;
    // a hidden field takes what is set as its default, too; a searching field writes in one what found nobody
    if (/_(typed|sought)$/.test(field.name)) return !field.value;
    if (!field.options) return field.value === field.defaultValue;
    const options = Array.from(field.options);
    if (!options.some(option => option.defaultSelected)) return !field.value || (!field.multiple && field.selectedIndex === 0);
    return options.every(option => option.selected === option.defaultSelected);
  }

  function isUnfilled(field) {
    return field.type === 'hidden' || (ticks(field) ? !field.checked : !field.value);
  }

  // The first words by which the writer tells a draft from others: of a text, else of what was chosen.
  function words(form) {
    const typed = fields(form).filter(field => field.type !== 'hidden' && field.value && !unchanged(field) && (!ticks(field) || field.checked));
    const first = typed.find(field => /^(text|textarea)$/.test(field.type)) || typed[0];
    if (!first) return '';
    const label = ticks(first) && first.labels[0] ? first.labels[0].textContent : first.value;
    return (first.options ? first.selectedOptions[0].text : label).trim().slice(0, WORDS);
  }

  function fill(form, draft) {
    const left = JSON.parse(JSON.stringify(draft.values));
    fields(form).forEach(field => {
      const list = left[field.name] || [];
      if (field.options) {
        list.filter(value => !Array.from(field.options).some(option => option.value === value))
          .forEach(value => field.add(new Option(draft.texts[value], value)));
        Array.from(field.options).forEach(option => { option.selected = list.includes(option.value); });
      } else if (ticks(field)) field.checked = list.includes(field.value);
      else if (list.length) field.value = list.shift();
      const more = field.closest('details');
      if (more && field.value !== field.defaultValue) more.open = true;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  function attend(form) {
    const bar = document.querySelector('[data-draft-bar]');
    const token = form.elements.form_token;
    const says = form.querySelector('[data-draft-saved]');
    const here = draft => draft.name === form.dataset.draft && draft.address === form.dataset.draftAddress;
    // a page that shows a draft, or was refused, has its texts as what the fields had from the start
    const isBlank = !form.querySelector('.gq-err') && !bar.hasAttribute('data-draft-stamp');
    let draft = null;
    let timer = 0;

    function part(name) {
      return bar.querySelector('[data-draft-' + name + ']');
    }

    function save(isSent) {
      clearTimeout(timer);
      timer = 0;
      const isEmpty = fields(form).every(isBlank ? unchanged : isUnfilled);
      if (isEmpty && !isSent) return forget();
      draft = Object.assign(read(form), { isEmpty: isEmpty, words: words(form), token: token.value, name: form.dataset.draft, address: form.dataset.draftAddress, at: Date.now(), isSent: isSent === true });
      try {
        put(draft);
        says.textContent = clock(draft.at) + ' 已存在' + PLACE;
      } catch (full) {
        says.textContent = '草稿没有存上：' + PLACE + '存不下了，请先提交。';
      }
    }

    // Nothing is typed any more, so there is nothing to go on with.
    function forget() {
      says.textContent = '';
      if (!draft) return;
      drop(draft);
      if (draft.isKept) post(page.drafts + draft.token + '/discard/', {}).catch(() => {});
      draft = null;
    }

    // A form that was sent may have met a failing server; one that was saved takes no draft any more.
    function keep(isLast) {
      if (!draft || draft.isEmpty || draft.isKept || (draft.isSent && isLast !== true)) return null;
      const mine = draft;
      return keepOnServer(mine, isLast).then(() => {
        if (mine === draft) says.textContent = clock(mine.at) + ' 已存到工作台';
      }).catch(() => {
        if (mine === draft) says.textContent = clock(mine.at) + ' 已存在' + PLACE + '，还没有存到工作台';
      });
    }

    function flush() {
      if (timer) save();
    }

    function saveRest(event) {
      if (isLeaving) return;
      flush();
      if (!isPhone) keep(event.type === 'pagehide');
    }

    // A form may have had boxes and fields that this page has none of; the server shows them.
    function lacks(found) {
      const shown = read(form).values;
      return Object.keys(found.values).some(field => !/_(typed|sought)$/.test(field) &&
        found.values[field].some(value => value && !(field in shown && takes(field, value))));
    }

    function takes(field, value) {
      const named = '[name="' + field + '"]';
      return form.querySelector(named + ':not([type=checkbox]), ' + named + '[value="' + CSS.escape(value) + '"]');
    }

    function take(found) {
      if (!navigator.onLine || !lacks(found)) return restore(found, 'restored');
      return keepOnServer(found).then(() => {
        isLeaving = true;
        location.assign(filled(found));
      }).catch(() => restore(found, 'restored'));
    }

    function restore(found, name) {
      flush();
      bar.querySelectorAll('[data-draft-offer]').forEach(offer => offer.remove());
      fill(form, found);
      token.value = found.token;
      token.dataset.restored = '';
      token.dispatchEvent(new Event('change'));
      draft = found;
      const line = part(name);
      line.querySelectorAll('[data-draft-time]').forEach(time => { time.textContent = clock(found.at); });
      line.hidden = false;
    }

    function discard(found, offer) {
      const gone = clone('gone', found);
      drop(found);
      const told = post(page.drafts + found.token + '/discard/', {}).catch(() => {});
      offer.replaceWith(gone);
      gone.querySelector('button').addEventListener('click', () => {
        put(found);
        told.then(() => post(page.drafts + found.token + '/restore/', {})).catch(() => {});
        gone.replaceWith(offer);
      });
    }

    function offer(found) {
      const rendered = bar.querySelector('[data-draft-offer="' + found.token + '"]');
      // It was taken up on another device since.
      if (rendered && Number(rendered.dataset.draftStamp) > found.at) return;
      if (rendered) rendered.remove();
      const row = clone('offer', found);
      row.setAttribute('data-draft-offer', found.token);
      row.querySelector('[data-draft-take]').addEventListener('click', () => take(found));
      row.querySelector('[data-draft-discard]').addEventListener('click', () => discard(found, row));
      bar.append(row);
    }

    function showLine() {
      part('offline').hidden = navigator.onLine;
      if (navigator.onLine) return;
      part('online').hidden = true;
      addEventListener('online', () => { part('online').hidden = !draft; }, { once: true });
    }

    function show(line) {
      line.scrollIntoView({ block: 'center' });
    }

    // The draft brings back what was not saved; the browser would fill a new form with what was saved.
    form.autocomplete = 'off';
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(save, 1000);
      says.textContent = '正在写…';
    });
    flushes.push(flush);
    addEventListener('pagehide', saveRest);
    document.addEventListener('visibilitychange', saveRest);
    if (!isPhone) setInterval(keep, 20000);
    form.addEventListener('submit', event => {
      save(navigator.onLine);
      if (navigator.onLine) return;
      event.preventDefault();
      const button = event.submitter ? event.submitter.textContent.trim() : '提交';
      says.textContent = '没有网络，已存在' + PLACE + '，有网后请点“' + button + '”。';
      return show(part('offline'));
    });
    form.querySelectorAll('[data-draft-keep]').forEach(button => button.addEventListener('click', event => {
      event.preventDefault();
      save();
      says.textContent = draft && !draft.isEmpty ? '正在存…' : '还没有写什么，不用存。';
      keep();
    }));
    addEventListener('online', showLine);
    addEventListener('offline', showLine);
    bar.querySelectorAll('[data-draft-device]').forEach(device => { device.textContent = PLACE; });
    showLine();
    // Refused, the form has its texts already, under the token of its draft.
    if (form.querySelector('.gq-err')) return save();
    return checked.then(() => {
      const same = every().find(found => found.token === token.value);
      if (same && same.at > Number(bar.dataset.draftStamp)) return restore(same, 'restored');
      const others = every().filter(found => found.token !== token.value);
      const full = others.filter(found => !found.isEmpty);
      const mine = others.filter(here);
      if (mine[0] && mine[0].isSent && /\/login\//.test(document.referrer)) return restore(mine[0], 'expired');
      full.filter(here).forEach(offer);
      if (!bar.hasAttribute('data-draft-bare')) return null;
      return full.filter(found => found.name === form.dataset.draft && !here(found) && !bar.querySelector('[data-draft-other="' + found.token + '"]'))
        .forEach(found => bar.append(clone('elsewhere', found)));
    });
  }

  // A form sent but not answered may have been saved: the server knows.
  function forgetSaved() {
    const sent = every().filter(draft => draft.isSent);
    if (!sent.length) return Promise.resolve();
    return fetch(page.drafts + 'spent/?tokens=' + sent.map(draft => draft.token), { redirect: 'manual' }).then(reply => reply.json())
      .then(known => sent.filter(draft => known.spent.includes(draft.token)).forEach(drop)).catch(() => {});
  }

  function leave(form, drafts) {
    const dialog = document.querySelector('[data-draft-leave]');
    const fail = dialog.querySelector('[data-draft-fail]');
    dialog.querySelector('[data-draft-count]').textContent = drafts.length;
    dialog.querySelector('[data-draft-names]').textContent = Array.from(new Set(drafts.map(draft => draft.name))).join('、');
    dialog.querySelector('[data-draft-first]').href = drafts[0].address;
    dialog.querySelector('[data-draft-store]').onclick = () => {
      drafts.reduce((before, draft) => before.then(() => keepOnServer(draft)), Promise.resolve())
        .then(() => end(form)).catch(() => { fail.hidden = false; });
    };
    dialog.querySelector('[data-draft-clear]').onclick = () => end(form);
    dialog.querySelector('[data-draft-stay]').onclick = () => dialog.close();
    dialog.showModal();
  }

  function end(form) {
    isLeaving = true;
    wipe(() => true);
    form.submit();
  }

  wipe((key, draft) => !key.startsWith(MINE) || Date.now() - draft.at > WEEK);
  const checked = forgetSaved();
  document.querySelectorAll('form[data-draft]').forEach(attend);
  // What is on the server stands among the to-dos.
  function isListed(draft) {
    const drafts = 'main a[href*="' + draft.token + '"]' + (isPhone ? '' : ', main a[href$="' + page.drafts + '"]');
    return draft.isKept || document.querySelector(drafts);
  }

  document.querySelectorAll('[data-draft-desk]').forEach(list => checked.then(() => {
    const drafts = every().filter(draft => !draft.isEmpty && !isListed(draft));
    if (!drafts.length) return;
    const names = Array.from(new Set(drafts.map(draft => draft.name))).join('、');
    const row = clone('row', Object.assign({}, drafts[0], { name: names }), drafts);
    row.querySelector('[data-draft-count]').textContent = drafts.length;
    list.append(row);
    list.closest('section').hidden = false;
  }));
  document.addEventListener('submit', event => {
    if (!/\/logout\/$/.test(event.target.action)) return;
    flushes.forEach(flush => flush());
    const drafts = every().filter(draft => !draft.isEmpty);
    if (!drafts.length) return;
    event.preventDefault();
    leave(event.target, drafts);
  }, true);
})();
