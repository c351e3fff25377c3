// Says how much may still be typed near the limit of a text, and by how much it is too long; cuts nothing.
(function () {
  'use strict';

  function attend(field) {
    const limit = Number(field.dataset.limit);
    const hint = document.getElementById(field.id + '_helptext');
    const error = document.getElementById(field.id + '_error');
    const line = document.createElement('p');
    // The server's sentence, which this script keeps true.
    const isSaid = error && / 字，请删去 /.test(error.textContent);
    const isBad = field.getAttribute('aria-invalid') === 'true' && !isSaid;
    line.id = field.id + '_limit';
    if (isSaid) error.remove();
    if (hint) {
      const row = document.createElement('div');
      row.className = 'gq-count-line';
      hint.replaceWith(row);
      row.append(hint, line);
    } else field.parentNode.append(line);
    field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby') || '', line.id].join(' ').trim());

    // As the server counts: characters, an emoji as one, without blanks at the ends.
    function count() {
      const left = limit - Array.from(field.value.trim()).length;
      line.className = left < 0 ? 'gq-bad' : 'gq-hint gq-num';
      line.hidden = left > Math.min(50, limit / 4);
      line.textContent = left < 0 ? '最多 ' + limit + ' 字，请删去 ' + -left + ' 字。' : '还可以写 ' + left + ' 字';
      if (line.hidden) line.textContent = '';
      field.setAttribute('aria-invalid', isBad || left < 0);
    }

    field.addEventListener('input', count);
    field.addEventListener('change', count);
    count();
  }

  document.querySelectorAll('input[data-limit]:not([type="hidden"]), textarea[data-limit]').forEach(attend);
})();
