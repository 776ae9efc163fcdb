// The Arduino Nano 33 BLE Sense as a wearable for Nodlab: acceleration and turning, 100 Hz (119 Hz on
// the first revision), by Bluetooth and by USB at once.

// 2: sensor BMI270, library Arduino_BMI270_BMM150. 1: sensor LSM9DS1, library Arduino_LSM9DS1.
#define REVISION 2

#if REVISION == 2
#include <Arduino_BMI270_BMM150.h>
#else
#include <Arduino_LSM9DS1.h>
#endif
#include <NodlabWearable.h>

// Which axis of the sensor's library points back, up and left on the head: 1 to 3 for X to Z, negative
// where it points the other way. For a board on edge at the left temple, its sensor side outwards.
// Both libraries turn X and Y so that the three axes are left-handed (read in the source for revision
// 2, unconfirmed for 1): an odd number of swaps and signs makes them right-handed again. Check as the
// README says.
static const nodlab_axes kAxes = {-2, -1, 3};

// The ranges that the libraries set: 4 g, 2,000 degrees a second.
static const float kScaleG = 4.0f / 32768.0f;
static const float kScaleDps = 2000.0f / 32768.0f;

static const nodlab_stream_channel kChannels[] = {
    {"accX", NODLAB_UNIT_G, kScaleG},      {"accY", NODLAB_UNIT_G, kScaleG},
    {"accZ", NODLAB_UNIT_G, kScaleG},      {"gyroX", NODLAB_UNIT_DPS, kScaleDps},
    {"gyroY", NODLAB_UNIT_DPS, kScaleDps}, {"gyroZ", NODLAB_UNIT_DPS, kScaleDps},
};
static const uint8_t kChannelCount = 6;
// The sensor's memory is emptied long before.
static const uint32_t kMostFrames = 64;

static void turned(float x, float y, float z, float scale, int16_t *head) {
  const int16_t sensor[] = {nodlab_count(x, scale), nodlab_count(y, scale), nodlab_count(z, scale)};
  nodlab_turn(&kAxes, sensor, head);
}

static void readFrame(int16_t *counts) {
  float x, y, z;
  IMU.readAcceleration(x, y, z);
  turned(x, y, z, kScaleG, counts);
  IMU.readGyroscope(x, y, z);
  turned(x, y, z, kScaleDps, counts + 3);
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
  if (!IMU.begin()) halt();
  // Frames wait in the sensor until they are read, so that none is lost while the radio is busy.
  IMU.setContinuousMode();
  const nodlab_description description = {kChannels, kChannelCount, IMU.accelerationSampleRate()};
  if (!nodlab::begin("Nodlab Nano 33", description)) halt();
}

void loop() {
  static int16_t frames[kMostFrames][kChannelCount];
  uint32_t count = 0;
  uint32_t foundUs = 0;
  while (count < kMostFrames && IMU.accelerationAvailable()) {
    foundUs = micros();
    readFrame(frames[count++]);
  }
  if (count > 0) nodlab::read(foundUs, count);
  for (uint32_t i = 0; i < count; i++) nodlab::push(frames[i]);
  nodlab::poll();
}
