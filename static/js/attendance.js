// Counts those present while the absent are ticked; the form works without it.
(function () {
  'use strict';
  document.querySelectorAll('[data-roll]').forEach(function (roll) {
    var form = roll.closest('form');
    var shown = roll.querySelector('[data-present]');
    var expected = Number(roll.dataset.expected);
    if (!form || !shown) return;

    function count() {
      shown.textContent = expected - form.querySelectorAll('.gq-away input:checked').length;
    }

    form.addEventListener('change', function (event) {
      if (event.target.closest('.gq-away')) count();
    });
    count();
  });
})();
