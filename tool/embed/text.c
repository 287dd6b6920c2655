/*
 * text NAME FILE OUT.c: a file into the program, as `const char NAME[]` and `const size_t
 * NAME_size`. For texts that a room reads itself; pages' files go through embed.
 */
#include <stdio.h>

int main(int n, char **arg)
{
    FILE *in = n == 4 ? fopen(arg[2], "rb") : NULL;
    FILE *out = in != NULL ? fopen(arg[3], "wb") : NULL;
    if (out == NULL) {
        fprintf(stderr, "text NAME FILE OUT.c: cannot open\n");
        return 1;
    }
    long size = 0;
    int c;
    fprintf(out, "#include <stddef.h>\n\nextern const char %s[];\nextern const size_t %s_size;\n",
            arg[1], arg[1]);
    fprintf(out, "const char %s[] = {", arg[1]);
    for (; (c = getc(in)) != EOF; size++)
        fprintf(out, "%s'\\%03o',", size % 12 == 0 ? "\n    " : " ", (unsigned)c);
    fprintf(out, "\n    '\\0'};\nconst size_t %s_size = %ld;\n", arg[1], size);
    return ferror(in) || fclose(out) != 0;
}
