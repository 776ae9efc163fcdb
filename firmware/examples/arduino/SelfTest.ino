// Windows with their answers: prints PASS where this board gives the answers that Nodlab gave.

#include <@library.h>

void setup() {
  Serial.begin(115200);
  while (!Serial) delay(10);
}

void loop() {
  Serial.println(nodlab_selftest() == 0 ? "PASS" : "FAIL");
  delay(2000);
}
