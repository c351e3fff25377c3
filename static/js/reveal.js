// Shows what was typed as a password, for as long as the box is ticked.
(function () {
  'use strict';

  document.querySelectorAll('[data-reveal]').forEach(function (box) {
    var fields = Array.prototype.slice.call(box.form.querySelectorAll('input[type="password"]'));
    function show() {
      fields.forEach(function (field) { field.type = box.checked ? 'text' : 'password'; });
    }
    box.parentNode.classList.remove('gq-js');
    box.addEventListener('change', show);
    // Or the browser would offer to remember it as a word that was typed.
    box.form.addEventListener('submit', function () { box.checked = false; show(); });
  });
})();
