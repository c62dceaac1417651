/* Padding, and the formats of everything but floats. */
#include "minicompiler/codegen/support/rt.h"

#include <string.h>

unsigned minirc_rt_utf8(uint32_t value, char out[4]) {
  if (value < 0x80) {
    out[0] = (char)value;
    return 1;
  }
  if (value < 0x800) {
    out[0] = (char)(0xC0 | value >> 6);
    out[1] = (char)(0x80 | (value & 0x3F));
    return 2;
  }
  if (value < 0x10000) {
    out[0] = (char)(0xE0 | value >> 12);
    out[1] = (char)(0x80 | (value >> 6 & 0x3F));
    out[2] = (char)(0x80 | (value & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | value >> 18);
  out[1] = (char)(0x80 | (value >> 12 & 0x3F));
  out[2] = (char)(0x80 | (value >> 6 & 0x3F));
  out[3] = (char)(0x80 | (value & 0x3F));
  return 4;
}

static void fill(uint32_t sink, uint32_t character, uint64_t count) {
  char text[4];
  unsigned n = minirc_rt_utf8(character ? character : ' ', text);
  for (; count > 0; count--)
    minirc_rt_out(sink, text, n);
}

static uint64_t missing(const RtSpec* spec, uint64_t columns) {
  return (spec->flags & RT_HAS_WIDTH) && spec->width > columns ? spec->width - columns : 0;
}

static uint64_t before(const RtSpec* spec, RtAlign fallback, uint64_t padding) {
  RtAlign align = spec->align == RT_ALIGN_NONE ? fallback : (RtAlign)spec->align;
  return align == RT_ALIGN_LEFT ? 0 : align == RT_ALIGN_CENTER ? padding / 2 : padding;
}

void minirc_rt_pad(uint32_t sink, const char* text, uint64_t length, uint64_t columns, const RtSpec* spec,
                   RtAlign fallback) {
  uint64_t padding = missing(spec, columns);
  uint64_t left = before(spec, fallback, padding);
  fill(sink, spec->fill, left);
  minirc_rt_out(sink, text, length);
  fill(sink, spec->fill, padding - left);
}

void minirc_rt_pad_number(uint32_t sink, const char* sign, const char* prefix, const char* digits, uint64_t length,
                          const RtSpec* spec) {
  uint64_t padding = missing(spec, strlen(sign) + strlen(prefix) + length);
  uint64_t left = (spec->flags & RT_ZERO) ? 0 : before(spec, RT_ALIGN_RIGHT, padding);
  fill(sink, spec->fill, left);
  minirc_rt_out(sink, sign, strlen(sign));
  minirc_rt_out(sink, prefix, strlen(prefix));
  if (spec->flags & RT_ZERO)
    fill(sink, '0', padding);
  minirc_rt_out(sink, digits, length);
  if (!(spec->flags & RT_ZERO))
    fill(sink, spec->fill, padding - left);
}

static int is_continuation(char c) {
  return ((unsigned char)c & 0xC0) == 0x80;
}

static uint64_t count_columns(const char* text, uint64_t length) {
  uint64_t n = 0;
  for (uint64_t i = 0; i < length; i++)
    n += !is_continuation(text[i]);
  return n;
}

/* The escape of `c` inside quotes of kind `quote`, or 0 when the character prints as it is. */
static unsigned escape(unsigned char c, char quote, char out[8]) {
  static const char kHex[] = "0123456789abcdef";
  const char* from = "\t\r\n\0";
  const char* to = "trn0";
  out[0] = '\\';
  const char* at = memchr(from, c, 4);
  if (at || c == '\\' || c == (unsigned char)quote) {
    out[1] = at ? to[at - from] : (char)c;
    return 2;
  }
  if (c >= 0x20 && c != 0x7F)
    return 0;
  unsigned n = 3;
  out[1] = 'u';
  out[2] = '{';
  if (c >= 0x10)
    out[n++] = kHex[c >> 4];
  out[n++] = kHex[c & 15];
  out[n++] = '}';
  return n;
}

static void debug_str(uint32_t sink, const char* text, uint64_t length, char quote) {
  char escaped[8];
  uint64_t start = 0;
  minirc_rt_out(sink, &quote, 1);
  for (uint64_t i = 0; i < length; i++) {
    unsigned n = escape((unsigned char)text[i], quote, escaped);
    if (n == 0)
      continue;
    minirc_rt_out(sink, text + start, i - start);
    minirc_rt_out(sink, escaped, n);
    start = i + 1;
  }
  minirc_rt_out(sink, text + start, length - start);
  minirc_rt_out(sink, &quote, 1);
}

void minirc_rt_fmt_str(uint32_t sink, const char* text, uint64_t length, const RtSpec* spec) {
  if (spec->trait_ == RT_DEBUG) {
    debug_str(sink, text, length, '"');
    return;
  }
  if (spec->flags & RT_HAS_PRECISION) {
    uint64_t end = 0;
    for (uint64_t left = spec->precision; left > 0 && end < length; left--)
      do
        end++;
      while (end < length && is_continuation(text[end]));
    length = end;
  }
  minirc_rt_pad(sink, text, length, count_columns(text, length), spec, RT_ALIGN_LEFT);
}

void minirc_rt_fmt_char(uint32_t sink, uint32_t value, const RtSpec* spec) {
  char text[4];
  unsigned n = minirc_rt_utf8(value, text);
  if (spec->trait_ == RT_DEBUG)
    debug_str(sink, text, n, '\'');
  else
    minirc_rt_fmt_str(sink, text, n, spec);
}

void minirc_rt_fmt_bool(uint32_t sink, uint32_t value, const RtSpec* spec) {
  RtSpec display = *spec;
  display.trait_ = RT_DISPLAY;
  minirc_rt_fmt_str(sink, value ? "true" : "false", value ? 4 : 5, &display);
}

static char* decimal(unsigned __int128 value, char* end) {
  while (value >> 64) {
    /* 19 digits at a time: one 128-bit division for each group. */
    uint64_t group = (uint64_t)(value % 10000000000000000000u);
    value /= 10000000000000000000u;
    for (int i = 0; i < 19; i++, group /= 10)
      *--end = (char)('0' + group % 10);
  }
  uint64_t low = (uint64_t)value;
  do
    *--end = (char)('0' + low % 10);
  while (low /= 10);
  return end;
}

static char* radix(unsigned __int128 value, unsigned shift, const char* digits, char* end) {
  do
    *--end = digits[value & ((1u << shift) - 1)];
  while (value >>= shift);
  return end;
}

/* `{:e}` of an integer: all significant digits, or `precision` of them rounded half to even. */
static void int_exp(uint32_t sink, int negative, char* digits, unsigned count, const RtSpec* spec) {
  char out[192];
  unsigned exponent = count - 1;
  unsigned wanted = count;
  while (wanted > 1 && digits[wanted - 1] == '0')
    wanted--;
  if (spec->flags & RT_HAS_PRECISION) {
    unsigned keep = spec->precision < 100 ? spec->precision + 1 : 101;
    if (keep < wanted) {
      int up = digits[keep] > '5' || (digits[keep] == '5' && (wanted > keep + 1 || (digits[keep - 1] & 1)));
      unsigned i = keep;
      while (up && i > 0 && (up = digits[i - 1] == '9', digits[i - 1] = up ? '0' : (char)(digits[i - 1] + 1), i--, up))
        ;
      if (up && i == 0) {
        digits[0] = '1';
        exponent++;
      }
    }
    wanted = keep;
  }
  unsigned n = 0;
  out[n++] = digits[0];
  if (wanted > 1)
    out[n++] = '.';
  for (unsigned i = 1; i < wanted; i++)
    out[n++] = i < count ? digits[i] : '0';
  out[n++] = spec->trait_ == RT_UPPER_EXP ? 'E' : 'e';
  if (exponent >= 10)
    out[n++] = (char)('0' + exponent / 10);
  out[n++] = (char)('0' + exponent % 10);
  minirc_rt_pad_number(sink, negative ? "-" : (spec->flags & RT_PLUS) ? "+" : "", "", out, n, spec);
}

void minirc_rt_fmt_int(uint32_t sink, uint64_t low, uint64_t high, uint32_t bits, uint32_t is_signed,
                       const RtSpec* spec) {
  char buffer[128];
  char* end = buffer + sizeof buffer;
  unsigned __int128 value = (unsigned __int128)high << 64 | low;
  unsigned trait = spec->trait_;
  if (trait >= RT_LOWER_HEX && trait <= RT_OCTAL) {
    static const unsigned kShift[] = {4, 4, 1, 3};
    static const char* const kPrefix[] = {"0x", "0x", "0b", "0o"};
    unsigned which = trait - RT_LOWER_HEX;
    if (bits < 128)
      value &= ((unsigned __int128)1 << bits) - 1;
    char* start = radix(value, kShift[which], trait == RT_UPPER_HEX ? "0123456789ABCDEF" : "0123456789abcdef", end);
    minirc_rt_pad_number(sink, (spec->flags & RT_PLUS) ? "+" : "", (spec->flags & RT_ALTERNATE) ? kPrefix[which] : "",
                         start, (uint64_t)(end - start), spec);
    return;
  }
  int negative = is_signed && (high >> 63);
  char* start = decimal(negative ? -value : value, end);
  if (trait == RT_LOWER_EXP || trait == RT_UPPER_EXP) {
    int_exp(sink, negative, start, (unsigned)(end - start), spec);
    return;
  }
  minirc_rt_pad_number(sink,
                       negative                  ? "-"
                       : (spec->flags & RT_PLUS) ? "+"
                                                 : "",
                       "", start, (uint64_t)(end - start), spec);
}

void minirc_rt_out_u64(uint32_t sink, uint64_t value) {
  char buffer[24];
  char* end = buffer + sizeof buffer;
  char* start = decimal(value, end);
  minirc_rt_out(sink, start, (uint64_t)(end - start));
}

void minirc_rt_out_i64(uint32_t sink, int64_t value) {
  char buffer[24];
  char* end = buffer + sizeof buffer;
  char* start = decimal(value < 0 ? -(uint64_t)value : (uint64_t)value, end);
  if (value < 0)
    *--start = '-';
  minirc_rt_out(sink, start, (uint64_t)(end - start));
}

void minirc_rt_fmt_ptr(uint32_t sink, const void* value, const RtSpec* spec) {
  RtSpec hex = *spec;
  hex.trait_ = RT_LOWER_HEX;
  hex.flags |= RT_ALTERNATE;
  minirc_rt_fmt_int(sink, (uint64_t)(uintptr_t)value, 0, 64, 0, &hex);
}

uint8_t minirc_rt_str_eq(const char* a, uint64_t a_length, const char* b, uint64_t b_length) {
  return a_length == b_length && memcmp(a, b, a_length) == 0;
}

int32_t minirc_rt_str_cmp(const char* a, uint64_t a_length, const char* b, uint64_t b_length) {
  int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
  return order ? order : a_length < b_length ? -1 : a_length > b_length;
}

uint64_t minirc_rt_isqrt(uint64_t low, uint64_t high) {
  unsigned __int128 value = (unsigned __int128)high << 64 | low;
  unsigned __int128 root = 0, bit = (unsigned __int128)1 << 126;
  while (bit > value)
    bit >>= 2;
  for (; bit; bit >>= 2) {
    if (value >= root + bit) {
      value -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
  }
  return (uint64_t)root;
}
