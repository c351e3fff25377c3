// Resizes photos before they are sent, which also removes their EXIF data, and shows previews.
// Where a browser cannot, the originals are sent and the server does the same.
(function () {
  'use strict';
  var EDGE = 1600;
  var QUALITY = 0.82;
  var MOST = 9;

  if (!('fetch' in window) || !('DataTransfer' in window)) return;
  try { new DataTransfer(); } catch (error) { return; }

  function decoded(file) {
    return new Promise(function (resolve, reject) {
      var image = new Image();
      image.onload = function () { resolve(image); };
      image.onerror = reject;
      image.src = URL.createObjectURL(file);
    });
  }

  function reduced(image, file) {
    var scale = Math.min(1, EDGE / Math.max(image.naturalWidth, image.naturalHeight));
    var canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    var context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise(function (resolve) {
      canvas.toBlob(function (blob) {
        if (!blob) return resolve(file);
        var name = file.name.replace(/\.[^.]*$/, '') + '.jpg';
        return resolve(new File([blob], name, { type: 'image/jpeg' }));
      }, 'image/jpeg', QUALITY);
    });
  }

  // A file that cannot be read here is sent unchanged, and the server reports the error.
  function prepared(file) {
    return decoded(file).then(function (image) {
      URL.revokeObjectURL(image.src);
      return reduced(image, file);
    }).catch(function () { return file; });
  }

  function button(name, drop) {
    var out = document.createElement('button');
    out.type = 'button';
    out.className = 'gq-thumbs-out';
    out.setAttribute('aria-label', '移除 ' + name);
    out.textContent = '×';
    out.addEventListener('click', drop);
    return out;
  }

  function attend(input) {
    var chosen = [];
    var list = document.createElement('ul');
    var says = document.createElement('p');
    list.className = 'gq-thumbs gq-mt1';
    says.className = 'gq-hint';
    says.setAttribute('role', 'status');
    input.after(list, says);

    function send(files) {
      var kept = new DataTransfer();
      files.forEach(function (file) { kept.items.add(file); });
      input.files = kept.files;
    }

    function show() {
      list.textContent = '';
      chosen.forEach(function (file, place) {
        var item = document.createElement('li');
        var image = new Image();
        image.alt = file.name;
        image.onload = function () { URL.revokeObjectURL(image.src); };
        image.src = URL.createObjectURL(file);
        item.append(image, button(file.name, function () {
          chosen.splice(place, 1);
          show();
          input.focus();
        }), Math.ceil(file.size / 1024) + ' KB');
        list.append(item);
      });
      send(chosen);
    }

    input.addEventListener('change', function () {
      var picked = Array.from(input.files);
      var room = MOST - chosen.length;
      send(chosen.concat(picked.slice(0, room))); // the originals, in case the form is sent before they are resized
      says.textContent = '正在处理照片…';
      Promise.all(picked.slice(0, room).map(prepared)).then(function (files) {
        chosen = chosen.concat(files);
        says.textContent = picked.length > room ? '最多 ' + MOST + ' 张，多选的没有加上。' : '';
        show();
      });
    });
  }

  document.querySelectorAll('input[type="file"][data-photos]').forEach(attend);
})();
