// Submits 继续 repeatedly until the import is done, and shows its progress.
(function () {
  'use strict';
  if (!('fetch' in window)) return;
  var status = document.querySelector('[data-progress-status]');

  function show(html) {
    var page = new DOMParser().parseFromString(html, 'text/html');
    var here = document.querySelector('[data-progress]');
    var next = page.querySelector('[data-progress]');
    var form = page.querySelector('[data-advance]');
    // Done, or there is an error to read: load the page itself.
    if (!form || page.querySelector('.gq-msg-bad')) return location.reload();
    here.replaceWith(document.importNode(next, true));
    press();
  }

  function press() {
    var form = document.querySelector('[data-advance]');
    if (!form) return;
    status.textContent = document.getElementById('progress').textContent;
    fetch(form.action, { method: 'POST', body: new FormData(form), credentials: 'same-origin' })
      .then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      })
      .then(show)
      .catch(function () {
        status.textContent = '连接中断，请按“继续”。';
      });
  }

  if (!document.querySelector('.gq-msg-bad')) press();
})();
