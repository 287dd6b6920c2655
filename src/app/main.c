/* lianyuan: one program, a server and a command line over the same functions. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"

#define LIANYUAN_VERSION "0.1.0"

const struct command commands[] = {
    {"init", "init DIR [--sample] [--name NAME]", T("新建园区的数据目录；--sample 带一个示范园区"),
     command_init, "--sample --name= --origin=", 1},
    {"serve", "serve [--listen ADDRESS] [--url URL --proxy ADDRESS]", T("启动服务"), command_serve,
     "--listen= --url= --proxy= --access-log", 0},
    {"verify", "verify [--against CHECKPOINT] [FILE]", T("核对留痕是否完整"), command_verify,
     "--against=", 1},
    {"doctor", "doctor [--all-files]", T("逐项检查，一项一句话"), command_doctor, "--all-files", 0},
    {"backup", "backup FILE", T("备份成一个文件"), command_backup, "", 1},
    {"restore", "restore FILE [--drill]", T("把备份恢复到空的数据目录或数据库"), command_restore,
     "--drill", 1},
    {"audit", "audit roles|states", T("打印谁能办什么、事项怎样流转"), command_audit, "", 1},
    {"matter import",
     "matter import FILE [--map COLUMN=FIELD]... [--org NAME=DEPARTMENT]... [--due WORDS=DAY|?]..."
     " [--sheet NAME] [--dry-run]",
     T("从表格导入清单"), command_matter_import, "--map=* --org=* --due=* --sheet= --dry-run", 1},
    {"matter export", "matter export FILE.xlsx [filters]", T("把清单导出成表格"),
     command_matter_export, NULL, 0},
    {"report weekly", "report weekly --to DIR [--week 2026-W46]",
     T("周报写成 docx 和 xlsx；不写哪一周就是上一周"), command_report_weekly, "--to= --week=", 0},
    {"report monthly", "report monthly --to DIR [--month 2026-11]",
     T("月报写成 docx 和 xlsx；不写哪一月就是上一月"), command_report_monthly, "--to= --month=", 0},
    {"classify", "classify evaluate|duplicates|topics FILE --text COL[,COL] [--label COL]",
     T("在一组文本上量一量：归类准不准、哪些说的是同一件事"), command_classify, NULL, 0},
    {"patent import", "patent import FILE|FOLDER|-... [--dry-run]",
     T("导入专利：各专利局的 XML、各数据库导出的表格、IPC 分类表；- 从标准输入读文件名"),
     command_patent_import, "--dry-run", OPTIONS_WORDS_MAX},
    {"patent explain", "patent explain QUERY",
     T("显示检索式是怎样被理解的（支持智慧芽和 incoPat 的写法）"), command_patent_explain, "",
     OPTIONS_WORDS_MAX},
    {"jobs run", "jobs run", T("办一遍到点的定时工作，把待发的消息发出去"), command_jobs_run, "",
     0},
    {"patent index", "patent index build|verify|stat", T("建立、核对、查看专利索引"),
     command_patent_index, "", 1},
    {"patent generate", "patent generate N [--seed S] [--docdb]",
     T("造出用来试验的专利，写到标准输出"), command_patent_generate, "--seed= --docdb", 1},
    {"version", "version", T("版本"), command_version, "", 0},
    {NULL, NULL, NULL, NULL, NULL, 0},
};

int command_version(const struct options *options)
{
    (void)options;
    printf("lianyuan %s\n", LIANYUAN_VERSION);
    return 0;
}

/* How many words the command's name takes when the words begin with it; 0 = they do not. */
static int matches(const struct command *command, const struct options *options)
{
    struct str rest = str_from(command->name), word;
    int n = 0;
    while (str_cut(&rest, ' ', &word)) {
        if (n >= options->n || !str_eq(word, str_from(options->words[n])))
            return 0;
        n++;
    }
    return n;
}

static struct options behind(const struct options *options, int n)
{
    struct options rest = *options;
    rest.words += n;
    rest.n -= n;
    return rest;
}

static int run(const struct options *options)
{
    if (options->n == 0)
        return command_usage(options);
    if (strcmp(options->words[0], "help") == 0 || strcmp(options->words[0], "--help") == 0 ||
        strcmp(options->words[0], "-h") == 0) {
        struct options rest = behind(options, 1);
        return command_help(&rest);
    }
    if (command_flag(options, "--help") || command_flag(options, "-h"))
        return command_help(options);
    for (const struct command *c = commands; c->name; c++) {
        int n = matches(c, options);
        if (n) {
            struct options rest = behind(options, n);
            struct error error = {0};
            if (c->takes && options_check(&rest, c->takes, c->words, &error))
                return command_fail(&error, options);
            return c->run(&rest);
        }
    }
    int status = command_module(options);
    return status >= 0 ? status : command_unknown(options);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct options options;
    struct error error = {0};
    setlocale(LC_CTYPE, "C.UTF-8");
    arena_init(&arena, 16 * 1024 * 1024);
    enum err e = options_parse(&arena, argc - 1, argv + 1, &options, &error);
    int status = e ? command_fail(&error, &options) : run(&options);
    arena_release(&arena);
    return status;
}
