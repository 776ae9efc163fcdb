// The Seeed XIAO nRF52840 Sense (its mbed core) as a wearable for Nodlab: acceleration and turning of
// the LSM6DS3TR-C, 104 Hz, by Bluetooth and by USB at once.

#include <LSM6DS3.h>
#include <NodlabWearable.h>
#include <Wire.h>

// Which axis of the sensor points back, up and left on the head: 1 to 3 for X to Z, negative where it
// points the other way. For a board on edge at the left temple, its sensor side outwards (how the
// sensor lies on the board is unconfirmed). The sensor's axes are right-handed, so an even number of
// swaps and signs keeps them so. Check as the README says.
static const nodlab_axes kAxes = {1, 2, 3};

// Of 4 g and 1,000 degrees a second, by the sensor's data sheet.
static const float kScaleG = 0.000122f;
static const float kScaleDps = 0.035f;

static const nodlab_stream_channel kChannels[] = {
    {"accX", NODLAB_UNIT_G, kScaleG},      {"accY", NODLAB_UNIT_G, kScaleG},
    {"accZ", NODLAB_UNIT_G, kScaleG},      {"gyroX", NODLAB_UNIT_DPS, kScaleDps},
    {"gyroY", NODLAB_UNIT_DPS, kScaleDps}, {"gyroZ", NODLAB_UNIT_DPS, kScaleDps},
};
static const nodlab_description kDescription = {kChannels, 6, 104.0f};

// Of the sensor's memory: words of a frame, and registers.
static const uint32_t kFrameWords = 6;
static const uint8_t kFifoStatus = 0x3A;
static const uint8_t kFifoWords = 0x3E;

static LSM6DS3Core sensor(I2C_MODE, 0x6A);

static bool beginSensor() {
  static const uint8_t kSettings[][2] = {
      {0x12, 0x44},  // CTRL3_C: a reading's bytes belong together; addresses count up
      {0x10, 0x48},  // CTRL1_XL: 104 Hz, 4 g
      {0x11, 0x48},  // CTRL2_G: 104 Hz, 1,000 degrees a second
      {0x08, 0x09},  // FIFO_CTRL3: turning and acceleration, each reading of both
      {0x0A, 0x26},  // FIFO_CTRL5: 104 Hz, the oldest make way
  };
  if (sensor.beginCore() != IMU_SUCCESS) return false;
  for (const uint8_t *setting : kSettings) {
    if (sensor.writeRegister(setting[0], setting[1]) != IMU_SUCCESS) return false;
  }
  return true;
}

static int16_t wordOf(const uint8_t *bytes) {
  return static_cast<int16_t>(static_cast<uint16_t>(bytes[0] | (bytes[1] << 8)));
}

// Whole frames that wait in the sensor.
static uint32_t waitingFrames() {
  uint8_t status[4];
  if (sensor.readRegisterRegion(status, kFifoStatus, sizeof(status)) != IMU_SUCCESS) return 0;
  uint32_t words = status[0] | ((status[1] & 0x07u) << 8);
  // After an overflow the next word may be of a frame's middle.
  const uint32_t place = status[2] | ((status[3] & 0x03u) << 8);
  for (uint32_t i = place; i > 0 && i < kFrameWords && words > 0; i++, words--) {
    uint8_t word[2];
    if (sensor.readRegisterRegion(word, kFifoWords, sizeof(word)) != IMU_SUCCESS) return 0;
  }
  return words / kFrameWords;
}

// Turning lies before acceleration.
static bool readFrame(int16_t *counts) {
  uint8_t bytes[2 * kFrameWords];
  if (sensor.readRegisterRegion(bytes, kFifoWords, sizeof(bytes)) != IMU_SUCCESS) return false;
  const int16_t gyro[] = {wordOf(bytes), wordOf(bytes + 2), wordOf(bytes + 4)};
  const int16_t acc[] = {wordOf(bytes + 6), wordOf(bytes + 8), wordOf(bytes + 10)};
  nodlab_turn(&kAxes, acc, counts);
  nodlab_turn(&kAxes, gyro, counts + 3);
  return true;
}

// Blinks for ever: the sensor or Bluetooth does not start.
static void halt() {
  pinMode(LED_BUILTIN, OUTPUT);
  for (;;) {
    digitalWrite(LED_BUILTIN, HIGH);
    delay(100);
    digitalWrite(LED_BUILTIN, LOW);
    delay(100);
  }
}

void setup() {
  if (!beginSensor() || !nodlab::begin("Nodlab XIAO", kDescription)) halt();
}

void loop() {
  const uint32_t count = waitingFrames();
  if (count > 0) nodlab::read(micros(), count);
  int16_t counts[kFrameWords];
  for (uint32_t i = 0; i < count && readFrame(counts); i++) nodlab::push(counts);
  nodlab::poll();
}
