/* Floats, in Rust's style: the shortest digits that read back as the same value, never an exponent for `{}`. */
#include "minicompiler/codegen/support/rt.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Significant decimal digits without point, and the position of the point: value = 0.DIGITS * 10^point. */
typedef struct {
  char digits[24];
  int count;
  int point;
} Decimal;

static int reads_back(const char* text, double value, int is_f32) {
  return is_f32 ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value;
}

/* Adds one unit in the last place of "d.ddde[+-]xx" unless that would carry out of the first digit. */
static int bump(char* text) {
  char* last = strchr(text, 'e') - 1;
  for (; last >= text; last--) {
    if (*last == '.')
      continue;
    if (*last != '9') {
      ++*last;
      return 1;
    }
    *last = '0';
  }
  return 0;
}

/* Whether `value` lies exactly between two decimals of `digits` digits and `text` is the lower one. C rounds such a tie
 * to even, Rust up. No double agrees with a shorter decimal for 40 further digits without being equal to it. */
static int is_tie_rounded_down(double value, int digits, const char* text) {
  char longer[80];
  snprintf(longer, sizeof longer, "%.*e", digits + 40, value);
  size_t kept = digits == 1 ? 1 : (size_t)digits + 1;
  const char* rest = longer + kept + (digits == 1);
  return memcmp(longer, text, kept) == 0 && rest[0] == '5' && strspn(rest + 1, "0") == 40;
}

/* The shortest decimal that reads back. A decimal of at most DBL_DIG digits survives the trip through a normal
 * number, so the search starts there; below a power of two the gap is half as wide, so that the nearest candidate
 * may fail where its upper neighbour reads back. */
static void shortest_text(double value, int is_f32, char text[40]) {
  double normal = is_f32 ? 1.17549435e-38 : 2.2250738585072014e-308;
  int first = value < normal ? 1 : is_f32 ? 6 : 15;
  int last = is_f32 ? 9 : 17;
  for (int digits = first; digits <= last; digits++) {
    snprintf(text, 40, "%.*e", digits - 1, value);
    int found = reads_back(text, value, is_f32);
    if (found && !is_tie_rounded_down(value, digits, text))
      return;
    char nearest[40];
    memcpy(nearest, text, sizeof nearest);
    if (bump(text) && reads_back(text, value, is_f32))
      return;
    memcpy(text, nearest, sizeof nearest);
    if (found)
      return;
  }
  snprintf(text, 40, "%.*e", last - 1, value);
}

static Decimal shortest(double value, int is_f32) {
  Decimal result = {{0}, 0, 0};
  if (value == 0) {
    result.digits[0] = '0';
    result.count = 1;
    result.point = 1;
    return result;
  }
  char text[40];
  shortest_text(value, is_f32, text);
  const char* p = text;
  for (; *p != 'e'; p++)
    if (*p != '.')
      result.digits[result.count++] = *p;
  result.point = atoi(p + 1) + 1;
  while (result.count > 1 && result.digits[result.count - 1] == '0')
    result.count--;
  return result;
}

static const char* sign_of(double value, const RtSpec* spec) {
  return signbit(value) ? "-" : (spec->flags & RT_PLUS) ? "+" : "";
}

/* Plain notation; `keep_point` adds `.0` to whole numbers (Debug). Returns the length. */
static size_t plain(const Decimal* d, int keep_point, char* out) {
  size_t n = 0;
  if (d->point <= 0) {
    out[n++] = '0';
    out[n++] = '.';
    for (int i = d->point; i < 0; i++)
      out[n++] = '0';
    memcpy(out + n, d->digits, (size_t)d->count);
    return n + (size_t)d->count;
  }
  for (int i = 0; i < d->point; i++)
    out[n++] = i < d->count ? d->digits[i] : '0';
  if (d->count > d->point) {
    out[n++] = '.';
    memcpy(out + n, d->digits + d->point, (size_t)(d->count - d->point));
    return n + (size_t)(d->count - d->point);
  }
  if (keep_point) {
    out[n++] = '.';
    out[n++] = '0';
  }
  return n;
}

static size_t scientific(const Decimal* d, char letter, char* out) {
  size_t n = 0;
  out[n++] = d->digits[0];
  if (d->count > 1) {
    out[n++] = '.';
    memcpy(out + n, d->digits + 1, (size_t)d->count - 1);
    n += (size_t)d->count - 1;
  }
  return n + (size_t)sprintf(out + n, "%c%d", letter, d->point - 1);
}

/* `{:.3e}`: C pads the exponent to two digits and signs it, Rust does neither. */
static size_t scientific_exact(double value, const RtSpec* spec, char* out, size_t capacity) {
  snprintf(out, capacity, "%.*e", (int)spec->precision, value);
  char* e = strchr(out, 'e');
  int exponent = atoi(e + 1);
  return (size_t)(e - out) + (size_t)sprintf(e, "%c%d", spec->trait_ == RT_UPPER_EXP ? 'E' : 'e', exponent);
}

static size_t digits_of(double magnitude, int is_f32, const RtSpec* spec, char* out, size_t capacity) {
  int exponential = spec->trait_ == RT_LOWER_EXP || spec->trait_ == RT_UPPER_EXP;
  if (spec->flags & RT_HAS_PRECISION) {
    if (exponential)
      return scientific_exact(magnitude, spec, out, capacity);
    return (size_t)snprintf(out, capacity, "%.*f", (int)spec->precision, magnitude);
  }
  Decimal d = shortest(magnitude, is_f32);
  if (exponential)
    return scientific(&d, spec->trait_ == RT_UPPER_EXP ? 'E' : 'e', out);
  int debug = spec->trait_ == RT_DEBUG;
  if (debug && magnitude != 0 && (d.point - 1 < -4 || d.point - 1 >= 16))
    return scientific(&d, 'e', out);
  return plain(&d, debug, out);
}

static void fmt_float(uint32_t sink, double value, int is_f32, const RtSpec* spec) {
  if (isnan(value)) {
    minirc_rt_pad_number(sink, "", "", "NaN", 3, spec);
    return;
  }
  if (isinf(value)) {
    minirc_rt_pad_number(sink, sign_of(value, spec), "", "inf", 3, spec);
    return;
  }
  size_t capacity = 400 + ((spec->flags & RT_HAS_PRECISION) ? (size_t)spec->precision : 0);
  char small[512];
  char* out = capacity <= sizeof small ? small : malloc(capacity);
  if (!out)
    abort();
  size_t n = digits_of(fabs(value), is_f32, spec, out, capacity);
  minirc_rt_pad_number(sink, sign_of(value, spec), "", out, n, spec);
  if (out != small)
    free(out);
}

void minirc_rt_fmt_f64(uint32_t sink, double value, const RtSpec* spec) {
  fmt_float(sink, value, 0, spec);
}
void minirc_rt_fmt_f32(uint32_t sink, float value, const RtSpec* spec) {
  fmt_float(sink, (double)value, 1, spec);
}
