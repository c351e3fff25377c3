// Adds the hours up while they are changed; the form works without it.
(function () {
  'use strict';
  document.querySelectorAll('[data-hours]').forEach(function (shown) {
    var form = shown.closest('form');

    function add() {
      var sum = 0;
      var came = 0;
      form.querySelectorAll('[data-hours-row]').forEach(function (row) {
        var absent = row.querySelector('input[type="checkbox"]');
        if (absent.checked) return;
        came += 1;
        sum += Number(row.querySelector('select').value);
      });
      form.querySelectorAll('[data-came]').forEach(function (told) { told.textContent = came; });
      shown.textContent = Math.round(sum * 10) / 10;
    }

    form.addEventListener('change', add);
    add();
  });
})();
