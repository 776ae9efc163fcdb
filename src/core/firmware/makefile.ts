/** `Makefile` of the C99 folder: the library, the self-test, the example. GNU make. */
export function c99Makefile(sources: readonly string[]): string {
  return `# make             the self-test and the example, for this machine
# make libnodlab.a CROSS=arm-none-eabi- CPU=-mcpu=cortex-m33   the library, for a board
# make qemu        the self-test on a Cortex-M33 that QEMU stands for
# Made by Nodlab.

CROSS ?=
CPU ?=
ifeq ($(origin CC),default)
CC := $(if $(CROSS),$(CROSS)gcc,cc)
endif
ifeq ($(origin AR),default)
AR := $(CROSS)ar
endif
CFLAGS ?= -O2 -Wall -Wextra
# Each operation of the signal path is rounded by itself, as in the page.
FLAGS := -std=c99 -ffp-contract=off -ffunction-sections -fdata-sections -I. -Inodlab $(CPU)

SOURCES := \\
${sources.map((source) => `  ${source}`).join(' \\\n')}
OBJECTS := $(SOURCES:%.c=build/%.o)

.PHONY: all qemu clean
all: selftest recognise

selftest: selftest.c model.c model.h
\t$(CC) $(FLAGS) $(CFLAGS) selftest.c model.c -o $@ -lm

recognise: example/main.c example/frame_ring.h libnodlab.a
\t$(CC) $(FLAGS) $(CFLAGS) -Iexample example/main.c libnodlab.a -o $@ -lm

libnodlab.a: $(OBJECTS)
\trm -f $@
\t$(AR) rcs $@ $^

build/%.o: %.c $(wildcard *.h nodlab/*.h)
\t@mkdir -p $(@D)
\t$(CC) $(FLAGS) $(CFLAGS) -c $< -o $@

M33 := -mcpu=cortex-m33 -mthumb -mfloat-abi=hard -mfpu=fpv5-sp-d16
selftest.elf: selftest.c model.c model.h
\tarm-none-eabi-gcc $(M33) $(FLAGS) $(CFLAGS) -Wl,--gc-sections --specs=rdimon.specs -nostartfiles \\
\t  -T cortex-m33/mps2-an505.ld cortex-m33/startup.c selftest.c model.c -o $@

qemu: selftest.elf
\tqemu-system-arm -M mps2-an505 -nographic -semihosting-config enable=on,target=native -kernel $<

clean:
\trm -rf build libnodlab.a selftest recognise selftest.elf
`;
}
