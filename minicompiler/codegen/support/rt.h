/* The small runtime every compiled program carries: output, formatting and panics.
 *
 * Purpose: what `println!`, `panic!` and the checks of compiled code call. minirc embeds the object and hands it to
 * the linker with each program; it needs libc only.
 * Thread-safety: none. Programs of the first language level have one thread.
 * Behaviour: text, exit codes and flushing are those of a program built by rustc 1.95: standard output is line
 * buffered, SIGPIPE is ignored, a panic ends the process with code 101.
 * Limits: the Debug form of strings escapes ASCII control characters only; other characters print as they are.
 */
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_SUPPORT_RT_H
#define PARAUDIT_MINICOMPILER_CODEGEN_SUPPORT_RT_H

#include <stddef.h>
#include <stdint.h>

typedef enum { RT_STDOUT = 0, RT_STDERR = 1, RT_MESSAGE = 2 } RtSink;

typedef enum { RT_ALIGN_NONE = 0, RT_ALIGN_LEFT = 1, RT_ALIGN_CENTER = 2, RT_ALIGN_RIGHT = 3 } RtAlign;

enum { RT_PLUS = 1, RT_ALTERNATE = 2, RT_ZERO = 4, RT_HAS_WIDTH = 8, RT_HAS_PRECISION = 16 };

typedef enum {
  RT_DISPLAY = 0,
  RT_DEBUG = 1,
  RT_LOWER_HEX = 2,
  RT_UPPER_HEX = 3,
  RT_BINARY = 4,
  RT_OCTAL = 5,
  RT_LOWER_EXP = 6,
  RT_UPPER_EXP = 7,
  RT_POINTER = 8
} RtTrait;

/* One `{...}` of a format string. Compiled code lays it out as the same struct; keep codegen/format.cpp in step. */
typedef struct {
  uint32_t fill;
  uint8_t align;
  uint8_t flags;
  uint8_t trait_;
  uint8_t unused;
  uint32_t width;
  uint32_t precision;
} RtSpec;

/* Where a panic says it happened. */
typedef struct {
  const char* file;
  uint64_t file_length;
  uint32_t line;
  uint32_t column;
} RtLocation;

/* Text to a sink, unformatted. */
void minirc_rt_out(uint32_t sink, const char* text, uint64_t length);
/* Applies width, fill and alignment to finished text; RT_ALIGN_NONE means `fallback`. `columns` counts characters. */
void minirc_rt_pad(uint32_t sink, const char* text, uint64_t length, uint64_t columns, const RtSpec* spec,
                   RtAlign fallback);
/* A number: sign, `0x`-like prefix, digits; honours the `0` flag (zeros between prefix and digits). */
void minirc_rt_pad_number(uint32_t sink, const char* sign, const char* prefix, const char* digits, uint64_t length,
                          const RtSpec* spec);

void minirc_rt_fmt_str(uint32_t sink, const char* text, uint64_t length, const RtSpec* spec);
void minirc_rt_fmt_char(uint32_t sink, uint32_t value, const RtSpec* spec);
void minirc_rt_fmt_bool(uint32_t sink, uint32_t value, const RtSpec* spec);
/* `bits` is the width of the type; the value is sign- or zero-extended to 128 bits. */
void minirc_rt_fmt_int(uint32_t sink, uint64_t low, uint64_t high, uint32_t bits, uint32_t is_signed,
                       const RtSpec* spec);
void minirc_rt_fmt_f32(uint32_t sink, float value, const RtSpec* spec);
void minirc_rt_fmt_f64(uint32_t sink, double value, const RtSpec* spec);
void minirc_rt_fmt_ptr(uint32_t sink, const void* value, const RtSpec* spec);
/* The two commonest cases, `{}` of an integer that fits 64 bits. */
void minirc_rt_out_i64(uint32_t sink, int64_t value);
void minirc_rt_out_u64(uint32_t sink, uint64_t value);

uint8_t minirc_rt_str_eq(const char* a, uint64_t a_length, const char* b, uint64_t b_length);
int32_t minirc_rt_str_cmp(const char* a, uint64_t a_length, const char* b, uint64_t b_length);
/* The integer square root of a number of up to 128 bits. */
uint64_t minirc_rt_isqrt(uint64_t low, uint64_t high);

/* Encodes one character; returns the number of bytes (1 to 4). */
unsigned minirc_rt_utf8(uint32_t value, char out[4]);

_Noreturn void minirc_rt_panic(const char* text, uint64_t length, const RtLocation* where);
/* Panics with what has been written to RT_MESSAGE. */
_Noreturn void minirc_rt_panic_message(const RtLocation* where);
/* `kind` numbers the entries of mir/panics.def. */
_Noreturn void minirc_rt_panic_const(uint32_t kind, const RtLocation* where);
_Noreturn void minirc_rt_panic_bounds(uint64_t index, uint64_t length, const RtLocation* where);
_Noreturn void minirc_rt_exit(int32_t code);

#endif
