/* Bytes, numbers and elements. Text reaches the page through textContent only. */
(function () {
  'use strict';
  const workbench = (window.workbench = window.workbench || {});

  async function unpack(packed) {
    const text = atob(packed.bytes);
    const raw = new Uint8Array(text.length);
    for (let at = 0; at < text.length; at++) raw[at] = text.charCodeAt(at);
    const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream('gzip'));
    return parts(await new Response(stream).arrayBuffer(), packed.lengths);
  }

  function parts(buffer, lengths) {
    const found = [];
    let at = 0;
    for (const length of lengths) {
      found.push(new Uint8Array(buffer, at, length));
      at += length;
    }
    return found;
  }

  function varints(bytes) {
    let count = 0;
    for (let at = 0; at < bytes.length; at++) if (bytes[at] < 128) count++;
    const found = new Uint32Array(count);
    let value = 0, factor = 1, index = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte < 128) {
        found[index++] = value + byte * factor;
        value = 0;
        factor = 1;
      } else {
        value += (byte - 128) * factor;
        factor *= 128;
      }
    }
    return found;
  }

  function signed(folded) {
    return folded & 1 ? -((folded + 1) / 2) : folded / 2;
  }

  function planes(bytes) {
    const count = bytes.length / 2;
    const found = new Uint16Array(count);
    for (let at = 0; at < count; at++) found[at] = bytes[at] | (bytes[count + at] << 8);
    return found;
  }

  /** Copies bytes, so that wider numbers start on their own boundary. */
  function wide(Kind, bytes) {
    return new Kind(bytes.slice().buffer);
  }

  function mercator(lng, lat) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [lng / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  }

  function unproject(x, y) {
    return [(x - 0.5) * 360, (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI];
  }

  function element(tag, kind, text) {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    if (text !== undefined && text !== null) made.textContent = text;
    return made;
  }

  function grouped(value) {
    return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  }

  function percent(value) {
    return (value * 100).toFixed(1) + ' %';
  }

  const formats = {
    text: (value) => String(value),
    share: percent,
    fine: (value) => (value < 0.001 ? '< 0.001' : value.toFixed(3)),
    integer: grouped,
    number: (value) => (Math.abs(value) >= 100 ? grouped(value) : Number(value).toFixed(2)),
    metres: (value) => (value >= 1000 ? (value / 1000).toFixed(1) + ' km' : grouped(value) + ' m'),
    span: (value) => percent(value[0]) + ' – ' + percent(value[1]),
  };

  function formatted(value, type) {
    const missing = value === null || value === undefined || (Array.isArray(value) && value.includes(null));
    return missing ? '–' : formats[type](value);
  }

  function rgba(colour) {
    const number = parseInt(colour.slice(1), 16);
    return ((255 << 24) | ((number & 255) << 16) | (number & 0xff00) | (number >> 16)) >>> 0;
  }

  Object.assign(workbench, {
    unpack, parts, varints, signed, planes, wide, mercator, unproject, element, formatted, grouped, rgba, makers: {},
  });
})();
