// Sends each chosen file at once, by itself, so that the server holds it under the form's token until it is saved.
// What is not sent yet stays in the input, and goes with the form. Photos are reduced first, which removes EXIF data.
(function () {
  'use strict';
  const EDGE = 1600;
  const QUALITY = 0.82;
  try { new DataTransfer(); } catch (error) { return; }

  function decoded(file) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = reject;
      image.src = URL.createObjectURL(file);
    });
  }

  function reduced(image, file) {
    const scale = Math.min(1, EDGE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise(resolve => {
      canvas.toBlob(blob => {
        const name = file.name.replace(/\.[^.]*$/, '') + '.jpg';
        resolve(blob ? new File([blob], name, { type: 'image/jpeg' }) : file);
      }, 'image/jpeg', QUALITY);
    });
  }

  // A file that cannot be read here is sent unchanged, and the server says what is wrong with it.
  function prepared(file) {
    return decoded(file).then(image => {
      URL.revokeObjectURL(image.src);
      return reduced(image, file);
    }).catch(() => file);
  }

  // A random UUID; `crypto.randomUUID` is missing on pages without https.
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  }

  // Resolves to the answer of the server, to a status of 0 where none came.
  function send(entry, address, body, onPart) {
    return new Promise(resolve => {
      const asked = entry.asked = new XMLHttpRequest();
      asked.open('POST', address);
      asked.setRequestHeader('Accept', 'application/json');
      asked.upload.onprogress = event => onPart(Math.floor(100 * event.loaded / event.total));
      asked.onloadend = () => resolve({ status: asked.status, text: asked.responseText });
      asked.send(body);
    });
  }

  function elements(html) {
    const holder = document.createElement('template');
    holder.innerHTML = html;
    return Array.from(holder.content.querySelectorAll('[data-held-item]'));
  }

  function attend(box) {
    const input = box.querySelector('input[type="file"]');
    const form = input.form;
    const list = box.querySelector('ul');
    const says = box.querySelector('[data-held-says]');
    const tile = box.querySelector('template[data-held-tile]').content.firstElementChild.cloneNode(true);
    const isPicture = !!box.querySelector('template[data-held-new]').content.querySelector('img');
    const most = input.multiple ? Number(box.dataset.heldMost) || Infinity : 1;
    const sent = new Map();  // the file of each item that this page has sent
    let entries = [];
    let busy = null;
    // Photos of a family wait for its consent; a photo that was refused without it stays in the page.
    const consent = isPicture && form.elements.may_photograph;
    let isStoring = false;  // the record is on its way
    let stored = null;  // once it is: its address, and where its photos go

    function tell(sentence) {
      says.hidden = !sentence;
      says.lastElementChild.textContent = sentence;
    }

    function posted(address, values) {
      const body = new FormData();
      body.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
      Object.keys(values).forEach(name => body.append(name, values[name]));
      return address ? fetch(address, { method: 'POST', body: body, headers: { Accept: 'application/json' }, redirect: 'manual' }) : body;
    }

    function count() {
      return list.querySelectorAll('[data-held-item]').length;
    }

    // The input has what the server does not hold.
    function sync() {
      const left = new DataTransfer();
      entries.forEach(entry => left.items.add(entry.file));
      input.files = left.files;
      tile.hidden = input.multiple && count() >= most;
      box.querySelector('[data-held-kept]').hidden = !list.querySelector('input[type="hidden"]');
    }

    function show(entry, state) {
      entry.state = state;
      entry.item.className = { sends: 'gq-thumbs-up', waits: 'gq-thumbs-wait', next: 'gq-thumbs-wait', fails: 'gq-thumbs-bad' }[state] || '';
      entry.item.querySelectorAll('[data-held-state]').forEach(part => { part.hidden = part.dataset.heldState !== state; });
    }

    function forget(entry) {
      if (entry.url) URL.revokeObjectURL(entry.url);
      entries = entries.filter(other => other !== entry);
      sync();
    }

    // A page that says why a photo was refused stays open.
    function leave() {
      if (stored && !entries.length && says.hidden) location.href = stored.address;
    }

    function out(entry) {
      entry.isGone = true;
      entry.item.remove();
      forget(entry);
      leave();
      if (entry === busy) entry.asked.abort();
      input.focus();
    }

    function removed(button) {
      return posted(button.dataset.heldOut, {}).then(reply => {
        if (!reply.ok && reply.status !== 404) throw new Error(reply.status);
        button.closest('[data-held-item]').remove();
        sync();
        input.focus();
      }).catch(() => tell('没有移除，请再试一次。'));
    }

    // An item of a file that is held, as the server renders it.
    function dress(item) {
      const button = item.querySelector('[data-held-out]');
      item.querySelector('[data-held-drop]').remove();
      button.hidden = false;
      button.addEventListener('click', () => removed(button));
      return item;
    }

    function answered(entry, answer) {
      if (stored && answer.status === 201) {
        if (entry.isGone) return null;
        entry.item.remove();
        forget(entry);
        leave();
      } else if (entry.isGone) {
        if (answer.status === 201) elements(answer.text).map(dress).forEach(item => removed(item.querySelector('[data-held-out]')));
      } else if (answer.status === 201 && entry.token !== form.elements.form_token.value) {
        show(entry, 'next');
      } else if (answer.status === 201) {
        const replaced = input.multiple ? [] : list.querySelectorAll('input[type="hidden"]');
        replaced.forEach(field => removed(field.closest('[data-held-item]').querySelector('[data-held-out]')));
        elements(answer.text).map(dress).forEach(item => {
          sent.set(item, entry.file);
          entry.item.replaceWith(item);
        });
        forget(entry);
      } else if (answer.status === 422) {
        const sentence = JSON.parse(answer.text);
        tell(sentence.says + (count() > 1 && !sentence.stays ? '其他的还在。' : ''));
        if (sentence.stays) return show(entry, 'stays');
        entry.item.remove();
        forget(entry);
      } else show(entry, answer.status || navigator.onLine ? 'fails' : 'waits');
      return null;
    }

    function next() {
      if (busy || isStoring || (consent && !consent.checked && !stored)) return;
      busy = entries.find(entry => entry.state === 'next' || entry.state === 'waits');
      if (!busy) return;
      const entry = busy;
      if (!navigator.onLine) {
        busy = null;
        entries.filter(other => other.state === 'next').forEach(other => show(other, 'waits'));
        return;
      }
      entry.token = form.elements.form_token.value;
      show(entry, 'sends');
      const body = posted('', stored ? { key: entry.key } : { form_token: entry.token, hold_file: box.dataset.held });
      body.append('file', entry.file, entry.file.name);
      send(entry, stored ? stored.photos : location.href, body, part => {
        entry.item.querySelector('progress').value = part;
        entry.item.querySelector('[data-held-part]').textContent = part;
      }).then(answer => {
        busy = null;
        answered(entry, answer);
        next();
      });
    }

    function add(file) {
      const entry = { file: file, key: newKey(), item: box.querySelector('template[data-held-new]').content.firstElementChild.cloneNode(true) };
      entry.item.querySelectorAll('[data-held-name]').forEach(name => { name.textContent = name.dataset.heldName + file.name; });
      if (isPicture) {
        const image = entry.item.querySelector('img');
        image.alt = file.name;
        entry.url = image.src = URL.createObjectURL(file);
      }
      entry.item.querySelector('[data-held-out]').addEventListener('click', () => out(entry));
      entry.item.querySelector('[data-held-again]').addEventListener('click', () => {
        show(entry, 'next');
        next();
      });
      tile.before(entry.item);
      entries.push(entry);
      show(entry, isPicture ? 'reduces' : 'next');
      if (!isPicture) return;
      prepared(file).then(smaller => {
        entry.file = smaller;
        if (entry.isGone) return;
        show(entry, 'next');
        sync();
        next();
      });
    }

    function take() {
      const picked = Array.from(input.files);
      // What is held stays until the file in its place is held too.
      if (!input.multiple && picked.length) entries.slice().forEach(out);
      const room = input.multiple ? most - count() : 1;
      tell(picked.length > room ? '最多 ' + most + ' 张，多选的没有加上。' : '');
      picked.slice(0, room).forEach(add);
      sync();
      next();
    }

    function follow(addresses) {
      stored = addresses;
      isStoring = false;
      const told = form.querySelector('[data-follow-stored]');
      told.querySelector('a').href = stored.address;
      told.hidden = false;
      told.scrollIntoView({ block: 'center' });
      tell('');
      form.querySelector('.gq-bar').hidden = true;
      entries.filter(entry => entry.state !== 'reduces').forEach(entry => show(entry, 'next'));
      leave();
      next();
    }

    // The record goes first, without the photos that are still here. Refused, it goes again with them, as the
    // page that shows the errors holds them.
    function storeFirst(event) {
      const isKept = event.submitter && event.submitter.name;
      if (event.defaultPrevented || !navigator.onLine || isKept || (!entries.length && !stored)) return;
      event.preventDefault();
      if (isStoring || stored) return;
      const button = form.querySelector('.gq-bar [type="submit"]');
      isStoring = button.disabled = true;
      const body = new FormData(form);
      body.delete(input.name);
      body.set('photos_awaited', entries.length);
      if (busy) busy.asked.abort();
      const lost = form.querySelector('[data-follow-lost]');
      lost.hidden = true;
      fetch(location.href, { method: 'POST', body: body, headers: { Accept: 'application/json' }, redirect: 'manual' })
        .then(reply => reply.status === 201 ? reply.json().then(follow) : form.submit())
        .catch(() => {
          isStoring = button.disabled = false;
          lost.hidden = false;
          lost.scrollIntoView({ block: 'center' });
        });
    }

    // A draft that was taken up brings the files held under its token; this page sends its own again under that token.
    function reload() {
      const token = form.elements.form_token.value;
      fetch(box.dataset.heldList + '?token=' + token + '&field=' + box.dataset.held, { redirect: 'manual' }).then(reply => reply.text()).then(html => {
        const mine = Array.from(list.querySelectorAll('input[type="hidden"]')).map(field => field.closest('[data-held-item]'));
        mine.forEach(item => item.remove());
        mine.filter(item => sent.has(item)).forEach(item => add(sent.get(item)));
        elements(html).map(dress).reverse().forEach(item => list.prepend(item));
        const more = count() && box.closest('details');
        if (more) more.open = true;
        sync();
        next();
      }).catch(() => tell('原来选的没有显示出来，请刷新后再恢复草稿。'));
    }

    list.append(tile);
    tile.firstElementChild.append(input);
    list.querySelectorAll('[data-held-item]').forEach(dress);
    input.addEventListener('change', take);
    form.elements.form_token.addEventListener('change', reload);
    if (isPicture && form.hasAttribute('data-follow')) form.addEventListener('submit', storeFirst);
    if (consent) consent.addEventListener('change', next);
    addEventListener('online', next);
    addEventListener('offline', next);
    if ('restored' in form.elements.form_token.dataset) reload();
    take();
  }

  document.querySelectorAll('[data-held]').forEach(attend);
})();
