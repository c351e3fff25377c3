// Shows the password that was typed while the box is ticked.
(function () {
  'use strict';

  document.querySelectorAll('[data-reveal]').forEach(function (box) {
    var fields = Array.prototype.slice.call(box.form.querySelectorAll('input[type="password"]'));
    function show() {
      fields.forEach(function (field) { field.type = box.checked ? 'text' : 'password'; });
    }
    box.parentNode.classList.remove('gq-js');
    box.addEventListener('change', show);
    show();
    // Otherwise the browser would remember the password as text for autocompletion.
    box.form.addEventListener('submit', function () { box.checked = false; show(); });
  });
})();
