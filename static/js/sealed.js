// Empties a sealed text when its page is left, so that going back asks the server again; without a network it is not sent.
(function () {
  'use strict';
  const parts = document.querySelectorAll('[data-sealed]');

  window.addEventListener('pagehide', function () {
    parts.forEach(function (part) {
      if (part.form) part.value = '';
      else part.textContent = '';
    });
  });

  window.addEventListener('pageshow', function (event) {
    if (event.persisted) location.reload();
  });

  parts.forEach(function (part) {
    if (!part.form) return;
    const says = document.querySelector('[data-sealed-offline]');
    part.form.addEventListener('submit', function (event) {
      says.hidden = navigator.onLine;
      if (navigator.onLine) return;
      event.preventDefault();
      says.scrollIntoView({ block: 'center' });
    });
  });
})();
