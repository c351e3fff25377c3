// Moves the focus to the summary of errors, then to the field chosen in it.
(function () {
  'use strict';
  var summary = document.querySelector('.gq-err');
  if (!summary) return;
  // Whoever is typing already goes on.
  if (!document.activeElement.matches('input, select, textarea')) summary.focus();
  summary.addEventListener('click', function (event) {
    var link = event.target.closest('a[href^="#"]');
    var place = link && document.getElementById(link.hash.slice(1));
    if (!place) return;
    var field = place.matches('input, select, textarea') ? place : place.querySelector('input, select, textarea');
    if (!field) return;
    event.preventDefault();
    var more = field.closest('details');
    if (more) more.open = true;
    field.focus();
    place.scrollIntoView({ block: 'center' });
  });
})();
