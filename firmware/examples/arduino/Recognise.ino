// Reads a motion sensor, recognises, and says on the serial port what it saw.
// Two places are yours: the sensor and what an answer does.

#include <Wire.h>
#include <@library.h>

// ---- YOUR SENSOR -------------------------------------------------------------------------------
// An LSM6DS3, LSM6DSL, LSM6DSO or LSM6DSOX on I2C, read by its registers. For another sensor write
// other bodies for these two functions; what they give is all that matters.
// On the XIAO nRF52840 Sense the sensor hangs on Wire1 and is powered by PIN_LSM6DS3TR_C_POWER.
static TwoWire &bus = Wire;
static const uint8_t kSensor = 0x6A;  // 0x6B where SA0 is high.

static bool writeRegister(uint8_t address, uint8_t value) {
  bus.beginTransmission(kSensor);
  bus.write(address);
  bus.write(value);
  return bus.endTransmission() == 0;
}

static bool readRegisters(uint8_t address, uint8_t *bytes, uint8_t count) {
  bus.beginTransmission(kSensor);
  bus.write(address);
  if (bus.endTransmission(false) != 0) return false;
  if (bus.requestFrom(kSensor, static_cast<size_t>(count)) != count) return false;
  for (uint8_t i = 0; i < count; i++) bytes[i] = static_cast<uint8_t>(bus.read());
  return true;
}

static float axisOf(const uint8_t *bytes, float unit) {
  return unit * static_cast<int16_t>(static_cast<uint16_t>(bytes[0] | (bytes[1] << 8)));
}

// micros() begins anew after 71 minutes; this does not.
static uint64_t micros64() {
  static uint32_t last = 0;
  static uint64_t past = 0;
  const uint32_t now = micros();
  if (now < last) past += 0x100000000ULL;
  last = now;
  return past + now;
}

// Starts the sensor; false when it does not answer.
static bool beginSensor() {
  bus.begin();
  bus.setClock(400000);
  return writeRegister(0x10, 0x48)      // CTRL1_XL: 104 Hz, 4 g
         && writeRegister(0x11, 0x44);  // CTRL2_G: 104 Hz, 500 degrees a second
}

// One frame in the model's channels and units, and when it was measured; false when there is no new
// one.
static bool readFrame(float *frame, double *timeMs) {
  uint8_t status;
  uint8_t bytes[12];
  if (!readRegisters(0x1E, &status, 1) || (status & 3) != 3) return false;
  *timeMs = micros64() / 1000.0;
  if (!readRegisters(0x22, bytes, sizeof(bytes))) return false;
  const float gyroX = axisOf(bytes, 0.0175f);
  const float gyroY = axisOf(bytes + 2, 0.0175f);
  const float gyroZ = axisOf(bytes + 4, 0.0175f);
  const float accX = axisOf(bytes + 6, 0.000122f);
  const float accY = axisOf(bytes + 8, 0.000122f);
  const float accZ = axisOf(bytes + 10, 0.000122f);
  // Turn the axes here to those of the recordings, where the sensor sits otherwise.
  (void)gyroX, (void)gyroY, (void)gyroZ, (void)accX, (void)accY, (void)accZ;
  // @channels
  return true;
}

// ---- WHAT AN ANSWER DOES -----------------------------------------------------------------------
static void onEvent(void *, const nodlab_event *event) {
  Serial.print(nodlab_class_labels[event->id]);
  Serial.print("  score ");
  Serial.println(event->score);
}

static void onState(void *, int id, double) {
  Serial.print("state: ");
  Serial.println(id == 0 ? "none" : nodlab_class_labels[id]);
}

static nodlab_recogniser recogniser;
static nodlab_listeners listeners;

static void halt(const char *why) {
  for (;;) {
    Serial.println(why);
    delay(2000);
  }
}

void setup() {
  Serial.begin(115200);
  if (!nodlab_model_begin()) halt("The model does not start: see nodlab_tflm.h.");
  if (!beginSensor()) halt("The sensor does not answer.");
  listeners.event = onEvent;
  listeners.state = onState;
  nodlab_recogniser_init(&recogniser, &listeners, nullptr);
}

void loop() {
  float frame[NODLAB_CHANNELS];
  double timeMs;
  if (readFrame(frame, &timeMs)) nodlab_recogniser_push(&recogniser, timeMs, frame);
}
