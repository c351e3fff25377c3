// Shows the checkbox that ticks all checkboxes of the page.
(function () {
  'use strict';

  document.querySelectorAll('[data-all]').forEach(function (all) {
    var boxes = Array.prototype.slice.call(all.form.querySelectorAll('[name="' + all.dataset.all + '"]'));
    function show() {
      all.checked = boxes.length > 0 && boxes.every(function (box) { return box.checked; });
    }
    all.parentNode.classList.remove('gq-js');
    all.addEventListener('change', function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
    });
    boxes.forEach(function (box) {
      box.addEventListener('change', show);
    });
    show();
  });
})();
