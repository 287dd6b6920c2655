/* Runs a fuzzer over its kept seeds, without libFuzzer: every seed that once found something stays
 * a test. A folder without seeds is a failure, so that none is forgotten. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *dir, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    uint8_t *bytes = malloc(1 << 20); /* exactly as long as the seed: reading past it is seen */
    size_t size = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    bytes = realloc(bytes, size ? size : 1);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    DIR *dir = argc > 1 ? opendir(argv[1]) : NULL;
    int n = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (entry->d_name[0] != '.' && replay(argv[1], entry->d_name) == 0)
            printf("ok %d - %s\n", ++n, entry->d_name);
    if (dir)
        closedir(dir);
    if (n == 0)
        printf("not ok %d - no seeds in %s\n", ++n, argc > 1 ? argv[1] : "?");
    printf("1..%d\n", n);
    return 0;
}
