/** Boards of Espruino's that have an accelerometer. */
export type EspruinoBoard = 'bangle' | 'puck';

/** Ends whatever stands on the console's input line. */
const CLEAR = '\x03';
/** Before a line: it is neither echoed nor answered. */
const QUIET = '\x10';

const lines = (...source: readonly string[]) => source.map((one) => `${QUIET}${one}\n`).join('');

/** Ends an older stream, then prints numbered and timed lines: see `FRAME` in `espruino.ts`. */
const BEGIN = [
  'global.nodlab&&nodlab.stop();',
  'nodlab={n:0,t:getTime()};',
  'nodlab.say=function(v){Bluetooth.println("N"+[nodlab.n++,Math.round((getTime()-nodlab.t)*1000)].concat(v).join(","))};',
];

/**
 * What runs on the board. It goes on beside the running app, leaves nothing in the board's storage,
 * and ends by itself when the link drops.
 *
 * Bangle.js: 50 Hz instead of the usual 12.5. The registers are those of its KX023: 0x18 off and on
 * at 4 g, 0x1b the rate; polling at a fixed pace turns the power saving off. Puck.js v2: counts as
 * its LSM6DS3TR gives them; v1 has no such sensor and says so.
 */
export const START_SOURCE: Readonly<Record<EspruinoBoard, string>> = {
  bangle:
    CLEAR +
    lines(
      ...BEGIN,
      'nodlab.take=function(a){nodlab.say([a.x,a.y,a.z].map(function(v){return Math.round(v*8192)}))};',
      'nodlab.pace=function(r,t){Bangle.accelWr(0x18,0x6c);Bangle.accelWr(0x1b,r);Bangle.accelWr(0x18,0xec);Bangle.setPollInterval(t)};',
      'nodlab.stop=function(){Bangle.removeListener("accel",nodlab.take);NRF.removeListener("disconnect",nodlab.stop);nodlab.pace(0,80);Bangle.setOptions({powerSave:true})};',
      'NRF.on("disconnect",nodlab.stop);nodlab.pace(0x42,20);Bangle.on("accel",nodlab.take);',
    ),
  puck:
    CLEAR +
    lines(
      ...BEGIN,
      'nodlab.take=function(d){var a=d.acc,g=d.gyro;nodlab.say([a.x,a.y,a.z,g.x,g.y,g.z])};',
      'nodlab.stop=function(){Puck.removeListener("accel",nodlab.take);NRF.removeListener("disconnect",nodlab.stop);Puck.accelOff()};',
      'NRF.on("disconnect",nodlab.stop);Puck.on("accel",nodlab.take);Puck.accelOn(52);',
    ),
};

/** One write long: a link that is let go of has little time. */
export const STOP_SOURCE = lines('nodlab.stop();');
