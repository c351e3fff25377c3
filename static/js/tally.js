// Counts consultations on a phone: each tap is kept in the browser under a random number, and joins the tally of the
// server once, however often it is sent. What was undone is sent as undone.
(function () {
  'use strict';
  const ALL = 'gq-tally:';
  const DAYS_KEPT = 14 * 24 * 3600 * 1000;
  const MOST = 200;
  const AGAIN = 15000;
  const PATIENCE = 20000;
  const form = document.querySelector('form[data-tally]');

  // One entry a tap, so that two pages of one phone never write over each other.
  function every(event) {
    const mine = ALL + event + ':';
    return Object.keys(localStorage).filter(key => key.startsWith(mine)).map(key => JSON.parse(localStorage.getItem(key)))
      .sort((one, other) => one.at - other.at);
  }

  function keyOf(tap) {
    return ALL + tap.event + ':' + tap.id;
  }

  function put(tap) {
    localStorage.setItem(keyOf(tap), JSON.stringify(tap));
  }

  function state(tap) {
    return tap.undone ? 'undone' : 'counted';
  }

  // What the server has not confirmed; a tap that was undone may have reached it before.
  function isWaiting(tap) {
    return tap.told !== state(tap);
  }

  function forgetOld() {
    const oldest = Date.now() - DAYS_KEPT;
    Object.keys(localStorage).filter(key => key.startsWith(ALL)).map(key => JSON.parse(localStorage.getItem(key)))
      .filter(tap => !isWaiting(tap) && tap.at < oldest).forEach(tap => localStorage.removeItem(keyOf(tap)));
  }

  function says(taps) {
    const waiting = taps.filter(isWaiting);
    const counted = waiting.filter(tap => !tap.undone).length;
    const undone = waiting.filter(tap => tap.undone && tap.told).length;
    return counted + ' 次' + (undone ? '和 ' + undone + ' 次撤销' : '');
  }

  function clock(at) {
    return new Date(at).toTimeString().slice(0, 5);
  }

  // The list of events says what is still on this phone.
  function list() {
    document.querySelectorAll('[data-tally-left]').forEach(line => {
      const taps = every(line.dataset.tallyLeft);
      line.hidden = !taps.some(isWaiting);
      line.textContent = says(taps) + '还在这台手机上，打开就上传。';
    });
  }

  function number() {
    const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
    bytes[6] = bytes[6] % 16 + 64;
    bytes[8] = bytes[8] % 64 + 128;
    const hex = bytes.map(byte => (byte + 256).toString(16).slice(1)).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  function attend() {
    const event = form.dataset.tally;
    const counts = {};
    let isSending = false;
    let trouble = '';

    function part(name) {
      return document.querySelector('[data-tally-' + name + ']');
    }

    function keys() {
      return Array.from(form.querySelectorAll('[data-tally-topic]'));
    }

    function ofServer(topic) {
      return counts[topic] || 0;
    }

    // What the taps that wait will change: those of a topic, or of all.
    function change(taps, topic) {
      return taps.filter(tap => isWaiting(tap) && (!topic || tap.topic === topic))
        .reduce((sum, tap) => sum + (tap.undone ? 0 : 1) - (tap.told === 'counted' ? 1 : 0), 0);
    }

    function show() {
      const taps = every(event);
      const uploaded = Object.keys(counts).reduce((sum, topic) => sum + counts[topic], 0);
      keys().forEach(key => {
        const topic = Number(key.dataset.tallyTopic);
        key.querySelector('b').textContent = ofServer(topic) + change(taps, topic);
      });
      part('total').textContent = uploaded + change(taps);
      part('figures').hidden = false;
      part('uploaded').textContent = uploaded;
      part('kept').textContent = taps.filter(tap => isWaiting(tap) && !tap.undone).length;
      part('own').textContent = taps.filter(tap => !tap.undone).length;
      showLast(taps.filter(tap => !tap.undone).pop());
      showState(taps);
    }

    function showLast(tap) {
      const line = part('last');
      if (!line) return;
      line.hidden = !tap;
      if (!tap) return;
      part('name').textContent = tap.name;
      part('time').textContent = clock(tap.at);
    }

    function showState(taps) {
      const isLeft = taps.some(isWaiting);
      const now = !isLeft ? '' : trouble || (navigator.onLine ? '' : 'offline');
      document.querySelectorAll('[data-tally-state]').forEach(line => {
        line.hidden = line.dataset.tallyState !== now;
        line.querySelectorAll('[data-tally-number]').forEach(number => { number.textContent = says(taps); });
      });
    }

    function tap(key) {
      const minutes = form.querySelector('[name=minutes]:checked');
      const chosen = minutes && minutes.value ? Number(minutes.value) : null;
      put({ event: event, id: number(), topic: Number(key.dataset.tallyTopic), name: key.querySelector('span').textContent, minutes: chosen, at: Date.now(), undone: false });
      if (minutes) form.querySelector('[name=minutes][value=""]').checked = true;
    }

    function undo() {
      const last = every(event).filter(one => !one.undone).pop();
      if (last) put(Object.assign(last, { undone: true }));
    }

    // A tap that was undone while it was sent is sent again as undone.
    function settle(sent) {
      const told = {};
      sent.forEach(tap => { told[tap.id] = state(tap); });
      every(event).filter(tap => told[tap.id]).forEach(tap => put(Object.assign(tap, { told: told[tap.id] })));
    }

    function take(answer) {
      Object.keys(counts).forEach(topic => { delete counts[topic]; });
      Object.assign(counts, answer.counts);
    }

    function refused(reply) {
      if (reply.type === 'opaqueredirect') return 'signed-out';
      if (reply.status === 403) return 'stale';
      if (reply.status === 404) return 'gone';
      if (reply.status !== 409 && reply.status !== 400) return 'failing';
      return reply.json().then(answer => {
        document.querySelector('[data-tally-why]').textContent = answer.says;
        return 'refused';
      });
    }

    function send() {
      const sent = every(event).filter(isWaiting).slice(0, MOST);
      if (isSending || !sent.length) return show();
      isSending = true;
      const body = new URLSearchParams();
      body.append('csrfmiddlewaretoken', form.querySelector('[name=csrfmiddlewaretoken]').value);
      body.append('taps', JSON.stringify(sent.map(tap => [tap.id, tap.topic, tap.minutes, tap.undone])));
      // a weak network may never answer
      const ending = new AbortController();
      const timer = setTimeout(() => ending.abort(), PATIENCE);
      fetch(form.dataset.tallyUrl, { method: 'POST', body: body, headers: { Accept: 'application/json' }, redirect: 'manual', signal: ending.signal })
        .then(reply => {
          if (!reply.ok) return refused(reply);
          return reply.json().then(answer => {
            settle(sent);
            take(answer);
            return '';
          });
        }).catch(() => 'offline').then(now => {
          clearTimeout(timer);
          isSending = false;
          trouble = now;
          show();
          if (!now && every(event).some(isWaiting)) send();
        });
      return show();
    }

    // Where the browser keeps nothing, the tap is sent as by a page without a script.
    function keep(click, change) {
      try {
        change();
      } catch (full) {
        return;
      }
      click.preventDefault();
      send();
    }

    form.addEventListener('click', click => {
      const key = click.target.closest('[data-tally-topic]');
      if (key) keep(click, () => tap(key));
      else if (click.target.closest('[data-tally-undo]')) keep(click, undo);
    });
    keys().forEach(key => { counts[key.dataset.tallyTopic] = Number(key.querySelector('b').textContent); });
    addEventListener('online', send);
    addEventListener('offline', show);
    addEventListener('storage', show);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) send(); });
    setInterval(send, AGAIN);
    send();
  }

  forgetOld();
  list();
  if (form) attend();
})();
