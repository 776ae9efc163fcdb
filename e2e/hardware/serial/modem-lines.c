/* Ptys have no modem lines, and Chromium's getSignals() and setSignals() ask for them: they are kept
 * here, by LD_PRELOAD, wherever the kernel refuses. See ioctl_tty(2). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* What the other end holds high. */
#define OTHER_END (TIOCM_CTS | TIOCM_DSR | TIOCM_CAR)
#define PTYS 64

/* Lines that are high, by the pty's number. */
static int lines[PTYS];

static int *lines_of(int fd) {
  struct stat status;
  if (!isatty(fd) || fstat(fd, &status)) return 0;
  return &lines[minor(status.st_rdev) % PTYS];
}

__attribute__((visibility("default"))) int ioctl(int fd, unsigned long request, ...) {
  static int (*kernel)(int, unsigned long, ...);
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (!kernel) kernel = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
  int result = kernel(fd, request, argument);
  if (result >= 0) return result;
  int *high;
  switch (request) {
    case TIOCMGET:
      if (!(high = lines_of(fd))) return result;
      *(int *)argument = *high | OTHER_END;
      return 0;
    case TIOCMSET:
      if (!(high = lines_of(fd))) return result;
      *high = *(int *)argument;
      return 0;
    case TIOCMBIS:
      if (!(high = lines_of(fd))) return result;
      *high |= *(int *)argument;
      return 0;
    case TIOCMBIC:
      if (!(high = lines_of(fd))) return result;
      *high &= ~*(int *)argument;
      return 0;
    default:
      return result;
  }
}
