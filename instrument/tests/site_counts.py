"""Acquisitions per source line, from a recorded run: the tests' own reader, written against runtime/abi alone, so that it
checks recorder and report tools rather than repeats them.

Reads either a trace directory or the counts of the counting recorder. Addresses are symbolised with llvm-symbolizer; of
inlined frames the first counts that is no lock wrapper (runtime/abi/lock_wrappers.def).
"""
import collections
import mmap
import os
import re
import struct
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SYSTEM = re.compile(r"/include/c\+\+/|^/usr/include/|^/usr/lib/gcc|/gthr-")
Site = collections.namedtuple("Site", "file line function lock_name module address")
Event = collections.namedtuple("Event", "name kind mode site count")


def wrapper_names():
    with open(os.path.join(ROOT, "runtime/abi/lock_wrappers.def")) as stream:
        text = stream.read()
    return {kind: re.findall(rf'PARAUDIT_WRAPPER_{kind}\("([^"]+)"\)', text) for kind in ("METHOD", "GUARD", "C")}


WRAPPERS = wrapper_names()


def is_wrapper(function, path):
    """`function` is a demangled name with or without its parameters."""
    if SYSTEM.search(path) or function.startswith(("std::", "__gnu_cxx::")):
        return True
    parts = re.sub(r"\(.*", "", re.sub(r"<[^<>]*>", "", function)).split("::")
    if len(parts) > 1 and parts[-1] == parts[-2]:
        return parts[-1].endswith(tuple(WRAPPERS["GUARD"]))
    return parts[-1] in WRAPPERS["METHOD"] if len(parts) > 1 else parts[-1].endswith(tuple(WRAPPERS["C"]))


def symbolise(pairs):
    """{(module, file address): (file, line, function)} for return addresses; an address belongs to the call before it."""
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    request = "".join(f'CODE "{module}" {address - 1:#x}\n' for module, address in wanted)
    answer = subprocess.run(["llvm-symbolizer-19", "--inlines", "--demangle"], input=request, text=True, check=True,
                            capture_output=True).stdout
    result = {}
    for pair, block in zip(wanted, answer.strip("\n").split("\n\n")):
        lines = block.splitlines()
        frames = [(lines[i], *place(lines[i + 1])) for i in range(0, len(lines) - 1, 2)]
        chosen = next((f for f in frames if not is_wrapper(f[0], f[1])), frames[-1] if frames else ("??", "??", 0))
        result[pair] = (chosen[1], chosen[2], chosen[0])
    return result


def place(text):
    path, line, _ = text.rsplit(":", 2)
    return path, int(line) if line.isdigit() else 0


def read_counts(path):
    """The counting recorder's file."""
    events = []
    with open(path) as stream:
        for line in stream:
            name, kind, mode, where, function, lock_name, address, count = line.rstrip("\n").split("\t")
            source, number, _ = where.rsplit(":", 2)
            module, offset = (address.rsplit("+", 1) + ["0"])[:2] if address else ("", "0")
            site = Site(source, int(number), function, lock_name, module, int(offset, 16))
            events.append(Event(name, int(kind), int(mode), site, int(count)))
    return events


META_SITE, META_CLASS, META_MODULE, META_COUNTER = 1, 2, 4, 10
OBJECT_IS_LOCK = {1, 2, 3, 4}


def meta_records(data):
    """(kind, payload bytes) of each valid record of a `process` file's log."""
    log_offset, capacity, reserved = struct.unpack_from("<QQQ", data, 56)
    position, end = 0, min(capacity, reserved)
    while position + 16 <= end:
        word, check = struct.unpack_from("<QQ", data, log_offset + position)
        size = word >> 32
        if word >> 16 & 0xFF != 0xA5 or check != meta_check(word, position) or position + 16 + size > end:
            position += 8
            continue
        start = log_offset + position + 16
        yield word & 0xFFFF, data[start:start + size]
        position += 16 + (size + 7) // 8 * 8


def mix(x):
    mask = (1 << 64) - 1
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & mask
    x = (x ^ x >> 27) * 0x94D049BB133111EB & mask
    return x ^ x >> 31


def meta_check(word, position):
    return mix(word ^ mix(position + 1))


def read_process(path):
    """Sites, class kinds and modules of one traced process."""
    sites, kinds, modules = {}, {}, []
    with open(os.path.join(path, "process"), "rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        for kind, body in meta_records(data):
            if kind == META_SITE:
                number, line, _, _, address, _, _, *sizes = struct.unpack_from("<IIIB3xQIIHHHH", body)
                texts, start = [], 40
                for size in sizes[:3]:
                    texts.append(body[start:start + size].decode())
                    start += size
                sites[number] = Site(texts[0], line, texts[1], texts[2], "", address)
            elif kind == META_CLASS:
                number, _, object_kind = struct.unpack_from("<IIH", body)
                kinds[number] = object_kind
            elif kind == META_MODULE:
                begin, end, bias, _, path_size = struct.unpack_from("<QQQQH", body)
                modules.append((begin, end, bias, body[40:40 + path_size].decode()))
    return sites, kinds, modules


def locate(site, modules):
    for begin, end, bias, path in modules:
        if site.address and begin <= site.address < end:
            return site._replace(module=path, address=site.address - bias)
    return site


def read_thread(path, sites, kinds, modules):
    with open(path, "rb") as stream:
        data = stream.read()
    offset, capacity = struct.unpack_from("<QQ", data, 24)
    for slot in range(capacity):
        key, site, lock_class, mode, _, acquisitions, contended, *_ = struct.unpack_from("<QIIIIQQQQQ", data,
                                                                                         offset + 64 * slot)
        if key and acquisitions:
            kind, where = kinds.get(lock_class, 0), locate(sites[site], modules)
            is_lock = kind in OBJECT_IS_LOCK
            yield Event("lock_acquired" if is_lock else "wait_begin", kind, mode, where, acquisitions)
            if is_lock and contended:
                yield Event("lock_wait_begin", kind, mode, where, contended)


def read_trace(directory):
    """Every process of a trace directory."""
    events = []
    for process in sorted(os.listdir(directory)):
        path = os.path.join(directory, process)
        tables = read_process(path)
        for name in sorted(os.listdir(path)):
            if name.startswith("thread-"):
                events += read_thread(os.path.join(path, name), *tables)
    return events


def by_line(events, name="lock_acquired"):
    """{(file name, line): count} of one event, with addresses symbolised."""
    events = [event for event in events if event.name == name]
    places = symbolise((e.site.module, e.site.address) for e in events if e.site.module)
    counts = collections.Counter()
    for event in events:
        where = places[(event.site.module, event.site.address)] if event.site.module else event.site[:3]
        counts[(os.path.basename(where[0]), where[1])] += event.count
    return dict(counts)


def expected_lines(path, pattern=r"// = (\d+)"):
    """{(file name, line): count} that a subject's own comments promise."""
    counts = {}
    with open(path) as stream:
        for number, line in enumerate(stream, 1):
            if match := re.search(pattern, line):
                counts[(os.path.basename(path), number)] = int(match.group(1))
    return counts
