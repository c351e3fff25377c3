// Stores a draft of the contact form on this device until the portal confirms that it is saved.
(function () {
  'use strict';
  var ALL = 'gq-draft:';
  var MINE = ALL + document.querySelector('[data-owner]').dataset.owner + ':';
  var isPhone = matchMedia('(pointer: coarse)').matches;
  var store = isPhone ? localStorage : sessionStorage;

  function wipe(goes) {
    Object.keys(store).forEach(function (key) {
      if (key.indexOf(ALL) === 0 && goes(key, JSON.parse(store.getItem(key)))) store.removeItem(key);
    });
  }

  function ticks(field) {
    return /radio|checkbox/.test(field.type);
  }

  function clock(at) {
    var then = new Date(at);
    var time = then.toTimeString().slice(0, 5);
    if (then.toDateString() === new Date().toDateString()) return time;
    return then.getMonth() + 1 + '月' + then.getDate() + '日 ' + time;
  }

  function keep(form) {
    var key = MINE + form.dataset.draft;
    var token = form.elements.form_token;
    var fresh = token.value;
    var timer;

    function part(name) {
      return form.querySelector('[data-draft-' + name + ']');
    }

    function fields() {
      return Array.from(form.elements).filter(function (field) {
        return field.name && !/hidden|file/.test(field.type);
      });
    }

    function save(sent) {
      clearTimeout(timer);
      timer = 0;
      var values = {};
      fields().forEach(function (field) {
        var list = values[field.name] = values[field.name] || [];
        if (!ticks(field) || field.checked) list.push(field.value);
      });
      var draft = { at: Date.now(), values: values, sent: sent, token: sent && token.value };
      store.setItem(key, JSON.stringify(draft));
      part('saved').textContent = '草稿已存 ' + clock(draft.at);
    }

    function restore(draft) {
      fields().forEach(function (field) {
        var list = draft.values[field.name] || [];
        if (ticks(field)) field.checked = list.indexOf(field.value) >= 0;
        else if (list.length) field.value = list[0];
        var more = field.closest('details');
        if (more) more.open = true;
      });
      // Already sent, maybe without success: unchanged, it keeps its token, so that it stores one record.
      token.value = draft.token || fresh;
      part('time').textContent = clock(draft.at);
      part('restored').hidden = false;
    }

    function showLine() {
      part('offline').hidden = navigator.onLine;
    }

    function saveRest() {
      if (timer) save();
    }

    form.addEventListener('input', function () {
      token.value = fresh;
      clearTimeout(timer);
      timer = setTimeout(save, 1000);
    });
    addEventListener('pagehide', saveRest);
    document.addEventListener('visibilitychange', saveRest);
    form.addEventListener('submit', function (event) {
      save(location.href);
      if (navigator.onLine) return;
      event.preventDefault();
      part('offline').scrollIntoView();
    });
    part('discard').addEventListener('click', function () {
      store.removeItem(key);
      form.reset();
      token.value = fresh;
      part('restored').hidden = true;
      part('saved').textContent = '';
    });
    addEventListener('online', showLine);
    addEventListener('offline', showLine);
    if (!isPhone) part('device').textContent = '电脑';
    showLine();
    var draft = JSON.parse(store.getItem(key));
    // A refused form is shown with what was typed; its token may be spent on other text.
    if (form.querySelector('.gq-err')) save();
    else if (draft) restore(draft);
  }

  var isSaved = document.querySelector('[data-level="success"]');
  wipe(function (key, draft) {
    return key.indexOf(MINE) || Date.now() - draft.at > 72 * 3600 * 1000 || (isSaved && draft.sent === document.referrer);
  });
  document.querySelectorAll('form[data-draft]').forEach(keep);
  document.addEventListener('submit', function (event) {
    if (/\/logout\/$/.test(event.target.action)) wipe(function () { return true; });
  });
})();
