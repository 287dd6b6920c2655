/* data/sample compiled in, so that `lianyuan init --sample` needs nothing but the program. */
#include "app/sample_text.h"

#define EMBED(name, path)                                                                          \
    __asm__(".pushsection .rodata\n" #name "_begin:\n.incbin \"" path "\"\n" #name                 \
            "_end:\n.byte 0\n.popsection\n");                                                      \
    extern const char name##_begin[], name##_end[]

EMBED(sample_park, SAMPLE_DIR "/park.txt");
EMBED(sample_requests, SAMPLE_DIR "/requests.txt");
EMBED(sample_patents_list, SAMPLE_DIR "/patents.txt");

struct str sample_park_text(void)
{
    return (struct str){sample_park_begin, (size_t)(sample_park_end - sample_park_begin)};
}

struct str sample_requests_text(void)
{
    return (struct str){sample_requests_begin,
                        (size_t)(sample_requests_end - sample_requests_begin)};
}

struct str sample_patents_text(void)
{
    return (struct str){sample_patents_list_begin,
                        (size_t)(sample_patents_list_end - sample_patents_list_begin)};
}
