#include "nodlab_exact.h"

#include "nodlab_moment.h"

#include <math.h>

nodlab_moment nodlab_moment_of(double ms, int utc_offset_minutes) {
  const double offset_ms = utc_offset_minutes * 60000.0;
  const double hours = floor((floor(ms) + offset_ms) / 3600000.0);
  const double days = floor(hours / 24.0);
  nodlab_moment moment;
  moment.ms = ms;
  moment.day = (int32_t)days;
  moment.hour = (int)(hours - days * 24.0);
  moment.hour_start_ms = hours * 3600000.0 - offset_ms;
  return moment;
}

nodlab_effects nodlab_no_effects(void) {
  const nodlab_effects none = {0, {{NODLAB_PLAY_DONE, 0, 0}, {NODLAB_PLAY_DONE, 0, 0}}};
  return none;
}

void nodlab_add_effect(nodlab_effects *effects, nodlab_effect_kind kind) {
  nodlab_effect *effect = &effects->items[effects->count++];
  effect->kind = kind;
  effect->down_minutes = 0;
  effect->window_minutes = 0;
}
