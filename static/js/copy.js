// Shows the buttons that need a script: to print the page and to copy its address.
(function () {
  'use strict';

  function copyTheOldWay(text) {
    var box = document.createElement('textarea');
    box.value = text;
    box.setAttribute('readonly', '');
    box.className = 'gq-vh';
    document.body.appendChild(box);
    box.select();
    var done = document.execCommand('copy');
    document.body.removeChild(box);
    return done ? Promise.resolve() : Promise.reject(new Error('copy'));
  }

  function copy(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text) : copyTheOldWay(text);
  }

  function say(button, words) {
    var label = button.querySelector('span') || button;
    var before = label.textContent;
    label.setAttribute('role', 'status');
    label.textContent = words;
    setTimeout(function () { label.textContent = before; }, 3000);
  }

  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.classList.remove('gq-js');
    button.addEventListener('click', function () { window.print(); });
  });

  document.querySelectorAll('[data-copy]').forEach(function (button) {
    button.classList.remove('gq-js');
    button.addEventListener('click', function () {
      copy(button.dataset.copy || location.href).then(
        function () { say(button, '已复制'); },
        function () { say(button, '没能复制，请复制地址栏'); }
      );
    });
  });
})();
