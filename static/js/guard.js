// Guards a form: a double tap sends it once, without a network it stays on its page, and leaving warns of unsaved text.
(function () {
  'use strict';
  var locked = [];
  var isSent = false;
  var dirty = null;

  function lock(button) {
    locked.push([button, button.textContent]);
    button.disabled = true;
    button.textContent = button.dataset.busy || '提交中…';
  }

  function unlock() {
    isSent = false;
    locked.forEach(function (pair) {
      pair[0].disabled = false;
      pair[0].textContent = pair[1];
      pair[0].form.removeAttribute('data-sent');
    });
    locked = [];
  }

  function isRow(node) {
    const style = getComputedStyle(node);
    return style.display === 'flex' ? style.flexDirection === 'row' : style.display === 'grid' && style.gridTemplateColumns.includes(' ');
  }

  // The part of the page below which a line is in sight of a button and has its whole width.
  function partWith(button) {
    let part = button;
    for (let node = button; !node.matches('li') && !node.parentElement.matches('td, section, main, body'); ) {
      node = node.parentElement;
      if (isRow(node)) part = node;
    }
    return part;
  }

  // The browser would show a page of its own in place of the form.
  function stay(form, button) {
    const part = partWith(button || form.querySelector('[type="submit"]') || form.lastElementChild);
    const says = document.createElement(part.matches('li') ? 'li' : 'p');
    document.querySelectorAll('[data-guard-offline]').forEach(function (former) { former.remove(); });
    says.className = 'gq-bad';
    says.setAttribute('role', 'alert');
    says.setAttribute('data-guard-offline', '');
    says.textContent = '现在没有网络，没有发出去。写的和选的还在这一页，有网后请再点一次。';
    part.after(says);
    says.scrollIntoView({ block: 'nearest' });
  }

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== 'post') return;
    if (!navigator.onLine) {
      event.preventDefault();
      stay(form, event.submitter);
      return;
    }
    isSent = true;
    if (form.hasAttribute('data-no-guard')) return;
    if (form.hasAttribute('data-sent')) {
      event.preventDefault();
      return;
    }
    form.setAttribute('data-sent', '');
    dirty = null;
    // Later, once the browser has read the form: the value of a disabled button is not sent.
    setTimeout(function () {
      form.querySelectorAll('button[type="submit"]').forEach(lock);
    }, 0);
  });

  document.addEventListener('input', function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute('data-guard')) dirty = form;
  });

  function isTouched(field) {
    if (/^(hidden|file|submit|button)$/.test(field.type) || !field.name) return false;
    if (/^(radio|checkbox)$/.test(field.type)) return field.checked !== field.defaultChecked;
    if (!field.options) return field.dataset.html === undefined ? field.value !== field.defaultValue : 'typed' in field.dataset;
    const options = Array.from(field.options);
    const first = options.some(function (option) { return option.defaultSelected; });
    return first ? options.some(function (option) { return option.selected !== option.defaultSelected; }) : field.selectedIndex > 0;
  }

  // What was typed and chosen before the scripts of the page came is told to all of them.
  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('form[data-guard], form[data-draft]').forEach(function (form) {
      const touched = Array.from(form.elements).find(isTouched);
      if (touched) touched.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });

  window.addEventListener('beforeunload', function (event) {
    if (!dirty) return;
    event.preventDefault();
    event.returnValue = '';
  });

  // Back from the next page to the browser's cached page: its token is spent, so reload the page.
  // Without a network its form is unlocked instead.
  window.addEventListener('pageshow', function (event) {
    if (!event.persisted || !isSent) return;
    if (navigator.onLine) location.reload();
    else unlock();
  });
})();
