// Presses 继续 by itself until the work is done, and shows how far it is.
(function () {
  'use strict';
  if (!('fetch' in window)) return;
  var said = document.querySelector('[data-progress-said]');

  function show(html) {
    var page = new DOMParser().parseFromString(html, 'text/html');
    var here = document.querySelector('[data-progress]');
    var next = page.querySelector('[data-progress]');
    var form = page.querySelector('[data-advance]');
    // Done, or something to read: the page itself says it best.
    if (!form || page.querySelector('.gq-msg-bad')) return location.reload();
    here.replaceWith(document.importNode(next, true));
    press();
  }

  function press() {
    var form = document.querySelector('[data-advance]');
    if (!form) return;
    said.textContent = document.getElementById('progress').textContent;
    fetch(form.action, { method: 'POST', body: new FormData(form), credentials: 'same-origin' })
      .then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      })
      .then(show)
      .catch(function () {
        said.textContent = '连接中断，请按“继续”。';
      });
  }

  if (!document.querySelector('.gq-msg-bad')) press();
})();
