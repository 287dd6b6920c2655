#include "engine/patentidx/sample.h"

#include <math.h>
#include <string.h>

/* Technical words, the most frequent ones first; 电池, 电极 and 锂离子电池 stand where Zipf's law
 * gives them their shares. The characters of all of them make the words behind. */
static const char chinese[] = "本发明 所述 一种 包括 装置 方法 系统 设置 连接 结构 控制 设有 固定 "
                              "数据 模块 采用 信息 用于 安装 "
                              "实现 提高 表面 材料 技术 单元 提供 进行 内部 处理 两侧 底部 温度 "
                              "工作 本体 使用 电池 效率 检测 支架 "
                              "壳体 通过 加工 机构 位置 驱动 电机 壳 步骤 图像 制备 公开 电极 信号 "
                              "领域 组件 生产 端部 传感器 电路 "
                              "反应 锂离子电池 水 管道 气体 溶液 金属 转动 输出 网络 支撑 压力 "
                              "芯片 移动 冷却 外壳 导电 滑动 质量 "
                              "旋转 液体 基板 涂层 薄膜 激光 电压 功率 电源 通信 终端 用户 接口 "
                              "服务器 存储 计算 模型 特征 训练 样本 "
                              "算法 识别 目标 时间 参数 阈值 采集 监测 报警 显示 摄像头 车辆 道路 "
                              "轮胎 轴承 齿轮 弹簧 螺栓 螺纹 凹槽 "
                              "卡扣 滑块 导轨 气缸 活塞 阀门 泵 喷嘴 过滤 净化 污水 沉淀 搅拌 混合 "
                              "干燥 加热 保温 换热 散热 风机 叶片 "
                              "电缆 绝缘 线圈 磁铁 变压器 电容 电阻 晶体管 半导体 晶圆 光刻 封装 "
                              "焊接 衬底 外延 发光 二极管 液晶 屏幕 "
                              "触控 光学 透镜 反射 偏振 光纤 天线 射频 基站 频率 调制 编码 解码 "
                              "加密 密钥 区块链 协议 路由 数据库 "
                              "云平台 正极 负极 隔膜 电解液 石墨 硅碳 磷酸铁锂 三元材料 固态电解质 "
                              "充电 放电 容量 循环 寿命 热失控 "
                              "燃料电池 氢气 储氢 催化剂 质子交换膜 太阳能 光伏 组件背板 钙钛矿 "
                              "风电 逆变器 储能 微电网 机器人 机械臂 "
                              "夹爪 关节 减速器 伺服 视觉 定位 导航 无人机 雷达 飞行 螺旋桨 船舶 "
                              "火箭 卫星 医疗 手术 导管 支气管 心脏 "
                              "血管 血液 检测试剂 抗体 蛋白 基因 细胞 培养 疫苗 药物 化合物 多肽 "
                              "中药 提取物 糖尿病 肿瘤 脂肪肝 骨科 "
                              "植入物 影像 超声 核磁共振 康复 口腔 农业 种植 灌溉 肥料 土壤 饲料 "
                              "养殖 收割 食品 发酵 保鲜 包装 纺织 "
                              "纤维 面料 染色 印刷 造纸 塑料 橡胶 树脂 复合材料 碳纤维 陶瓷 玻璃 "
                              "水泥 混凝土 钢筋 桥梁 隧道 基坑 "
                              "装配式 建筑 门窗 幕墙 电梯 消防 锻造 铸造 轧制 冶炼 热处理 模具 "
                              "切削 磨削 钻孔 冲压 折弯 喷涂 电镀 "
                              "增材制造 打印 炮位";

static const char english[] =
    "the a of and is to in method device system wherein comprising first second provided least "
    "with "
    "for invention includes unit module configured data between surface portion layer connected "
    "apparatus control signal body body plurality end element material housing end process "
    "position "
    "arranged structure battery on member power electrode sensor image circuit substrate lithium "
    "temperature lithium ion network user information memory processor gas liquid heat pressure "
    "flow "
    "valve pump motor shaft gear bearing spring blade wheel vehicle light optical lens laser film "
    "semiconductor wafer transistor diode display panel touch antenna wireless terminal server "
    "storage model training neural learning vision robot arm gripper joint drone radar medical "
    "catheter tissue blood cell protein antibody compound catalyst polymer fiber resin ceramic "
    "glass "
    "concrete steel alloy coating welding casting molding cutting grinding printing packaging food "
    "seed soil water filter cleaning cooling heating drying mixing charging cathode anode "
    "separator "
    "electrolyte graphite silicon fuel hydrogen solar photovoltaic inverter wind turbine grid";

static const char *const company_kinds[] = {
    "科技有限公司", "新材料股份有限公司", "电子有限公司",    "装备制造有限公司", "大学",
    "研究院",       "能源科技有限公司",   "生物医药有限公司"};

enum {
    LIST_MAX = 600,
    TEXT_MAX = 4096,
    SUBCLASSES = 640,
    SYMBOLS = 13,
    FIRST_YEAR = 1990,
    LAST_YEAR = 2025,
};

struct sample {
    int64_t n;
    uint64_t seed;
    struct str word[SAMPLE_WORDS], latin[SAMPLE_WORDS];
    double log_words, log_subclasses;
    int32_t first_day, days;
};

/* --- Chance -------------------------------------------------------------------------------------
 */

/* splitmix64: a well-mixed number for every state. */
static uint64_t mix(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static uint32_t below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((mix(state) >> 32) * n >> 32);
}

static double unit(uint64_t *state)
{
    return (double)(mix(state) >> 11) * 0x1p-53;
}

/* A rank from 0 on, rank r as often as 1 / (r + 1); log_n is the logarithm of the number + 1. */
static uint32_t zipf(uint64_t *state, double log_n)
{
    return (uint32_t)exp(unit(state) * log_n) - 1;
}

/* --- Words --------------------------------------------------------------------------------------
 */

static size_t split(const char *list, struct str *out)
{
    struct str rest = str_from(list), word;
    size_t n = 0;
    while (n < LIST_MAX && str_cut(&rest, ' ', &word))
        out[n++] = word;
    return n;
}

/* Every character of the list once. */
static size_t characters(struct arena *arena, const char *list, struct str *out)
{
    struct str s = str_from(list);
    size_t n = 0;
    uint8_t *seen = ARENA_ARRAY(arena, uint8_t, 0x10000);
    for (size_t i = 0; i < s.len; i += s.ptr[i] == ' ' ? 1 : 3) {
        const unsigned char *c = (const unsigned char *)s.ptr + i;
        if (*c == ' ')
            continue;
        uint32_t rune = (uint32_t)(c[0] & 15) << 12 | (uint32_t)(c[1] & 63) << 6 | (c[2] & 63);
        if (!seen[rune])
            out[n++] = (struct str){(const char *)c, 3};
        seen[rune] = 1;
    }
    return n;
}

static void make_words(struct sample *s, struct arena *arena)
{
    static const char *const heads[] = {"poly", "micro", "electro", "thermo", "hydro", "photo",
                                        "bio",  "nano",  "multi",   "inter",  "cryo",  "ferro"};
    static const char *const tails[] = {"meter", "gen",  "ation", "ide",  "ine",  "scope",
                                        "valve", "tron", "lysis", "form", "cell", "ite"};
    struct str c[2000], list[LIST_MAX];
    uint64_t state = 42; /* the words are the same for every seed */
    size_t n = split(chinese, list), chars = characters(arena, chinese, c);
    struct str rare = list[n - 1]; /* stands where some hundreds of a million records have it */
    n--;
    for (size_t i = 0; i < SAMPLE_WORDS; i++) {
        uint32_t k = below(&state, 10) < 7 ? 2 : 3;
        struct str a = c[below(&state, (uint32_t)chars)], b = c[below(&state, (uint32_t)chars)],
                   d = c[below(&state, (uint32_t)chars)];
        s->word[i] = i < n        ? list[i]
                     : i == 20500 ? rare
                     : k == 2
                         ? str_print(arena, "%.*s%.*s", STR_ARG(a), STR_ARG(b))
                         : str_print(arena, "%.*s%.*s%.*s", STR_ARG(a), STR_ARG(b), STR_ARG(d));
    }
    n = split(english, list);
    for (size_t i = 0; i < SAMPLE_WORDS; i++) {
        uint32_t h = below(&state, 12), t = below(&state, 12), x = below(&state, 26);
        s->latin[i] = i < n ? list[i]
                            : str_print(arena, "%s%c%s%u", heads[h], (int)('a' + x), tails[t],
                                        (unsigned)(i / 40));
    }
}

struct sample *sample_open(struct arena *arena, int64_t n, uint64_t seed)
{
    struct sample *s = ARENA_NEW(arena, struct sample);
    s->n = n;
    s->seed = seed;
    s->log_words = log(SAMPLE_WORDS + 1);
    s->log_subclasses = log(SUBCLASSES + 1);
    s->first_day = day_from_date((struct date){FIRST_YEAR, 1, 1});
    s->days = day_from_date((struct date){LAST_YEAR, 12, 31}) - s->first_day + 1;
    make_words(s, arena);
    return s;
}

/* --- One record ---------------------------------------------------------------------------------
 */

struct text {
    char *at;
    size_t n;
};

static void add(struct text *t, struct str s)
{
    if (t->n + s.len > TEXT_MAX)
        return;
    memcpy(t->at + t->n, s.ptr, s.len);
    t->n += s.len;
}

static void title(const struct sample *s, struct text *t, uint64_t *state, bool latin)
{
    static const char *const ends[] = {"方法", "装置", "系统", "设备", "结构", "制备工艺"};
    uint32_t n = 3 + below(state, 5);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = zipf(state, s->log_words);
        if (latin && i)
            add(t, STR(" "));
        add(t, latin ? s->latin[r] : s->word[r]);
    }
    if (!latin) {
        add(t, STR("的"));
        add(t, str_from(ends[below(state, 6)]));
    }
}

static void abstract(const struct sample *s, struct text *t, uint64_t *state, bool latin)
{
    uint32_t n = 58 + below(state, 40), sentence = 0, clause = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = zipf(state, s->log_words);
        bool last = i + 1 == n;
        if (!latin && below(state, 60) == 0) /* an abbreviation or a figure among the Chinese */
            add(t, s->latin[40 + r % 150]);
        else
            add(t, latin ? s->latin[r] : s->word[r]);
        sentence++;
        clause++;
        if (last || (sentence > 12 && below(state, 6) == 0)) {
            add(t, latin ? STR(". ") : STR("。"));
            sentence = clause = 0;
        } else if (clause > 4 && below(state, 5) == 0) {
            add(t, latin ? STR(", ") : STR("，"));
            clause = 0;
        } else if (latin) {
            add(t, STR(" "));
        }
    }
}

static void classes(const struct sample *s, struct arena *arena, uint64_t *state,
                    struct patent_doc *d)
{
    static const char *const groups[SYMBOLS] = {"10/0525", "10/052", "2/00",  "4/13", "4/36",
                                                "10/42",   "10/613", "50/20", "2/14", "4/02",
                                                "10/04",   "10/44",  "50/10"};
    static const char letters[] = "MBCGK";
    size_t n = 1;
    while (n < 6 && below(state, 100) < 54)
        n++;
    struct doc_class *c = ARENA_ARRAY(arena, struct doc_class, n);
    for (size_t i = 0; i < n; i++) {
        /* Rank to subclass by a step that is prime to 640: H01M comes fourth. */
        uint32_t k = (zipf(state, s->log_subclasses) * 123 + 191) % SUBCLASSES;
        c[i].symbol = str_print(arena, "%c%02u%c%s", (int)('A' + k / 80), 1 + k % 80 / 5,
                                letters[k % 5], groups[below(state, SYMBOLS)]);
        c[i].first = i == 0;
    }
    d->classes = c;
    d->class_n = n;
}

static struct str company(const struct sample *s, struct arena *arena, uint64_t *state, bool latin)
{
    double u = unit(state); /* less steep than words: rank ~ u^3 */
    uint32_t r = (uint32_t)(u * u * u * SAMPLE_APPLICANTS);
    if (latin)
        return str_print(arena, "%.*s Corp %u", STR_ARG(s->latin[200 + r / 8 % 5000]), r / 8);
    return str_print(arena, "%.*s%.*s%s", STR_ARG(s->word[40 + r % 210]),
                     STR_ARG(s->word[300 + r % 50000]), company_kinds[r % 8]);
}

static void people(const struct sample *s, struct arena *arena, uint64_t *state, bool latin,
                   struct patent_doc *d)
{
    d->applicant_n = below(state, 100) < 85 ? 1 : 2;
    struct str *a = ARENA_ARRAY(arena, struct str, d->applicant_n);
    for (size_t i = 0; i < d->applicant_n; i++)
        a[i] = company(s, arena, state, latin);
    d->applicants = a;
    d->inventor_n = 1 + below(state, 3);
    struct str *in = ARENA_ARRAY(arena, struct str, d->inventor_n);
    for (size_t i = 0; i < d->inventor_n; i++)
        in[i] = str_print(arena, "发明人%05u", below(state, 40000));
    d->inventors = in;
}

/* Numbers as the offices write them; those of one office differ as long as there are fewer than ten
 * million records. */
static void numbers(struct arena *arena, struct patent_doc *d)
{
    struct str office = d->code[CODE_OFFICE];
    long long n = (long long)d->id;
    int year = day_date(d->day[DAY_APPLIED]).year;
    char type = d->code[CODE_TYPE].ptr[0];
    bool foreign = !str_eq(office, STR("CN"));
    d->code[CODE_KIND] = foreign       ? str_eq(office, STR("JP")) ? STR("A") : STR("A1")
                               : type == 'D' ? STR("S")
                                       : d->code[CODE_TYPE];
    if (!foreign)
        d->code[CODE_NUMBER] = str_print(arena, "CN%c%08lld%.*s",
                                         type == 'U'   ? '2'
                                         : type == 'D' ? '3'
                                                       : '1',
                                         n % 100000000, STR_ARG(d->code[CODE_KIND]));
    else if (str_eq(office, STR("US")) && year < 2000) { /* grants alone were published */
        d->code[CODE_KIND] = STR("A");
        d->code[CODE_NUMBER] = str_print(arena, "US%07lldA", 4000000 + n % 2000000);
    } else if (str_eq(office, STR("EP")))
        d->code[CODE_NUMBER] = str_print(arena, "EP%07lldA1", n % 10000000);
    else
        d->code[CODE_NUMBER] = str_print(
            arena, str_eq(office, STR("US")) ? "%.*s%04d%07lld%.*s" : "%.*s%04d%06lld%.*s",
            STR_ARG(office), year + 1, str_eq(office, STR("US")) ? n % 10000000 : n % 1000000,
            STR_ARG(d->code[CODE_KIND]));
    d->code[CODE_APPLICATION] =
        foreign ? str_print(arena, "%.*s%04d%07lld", STR_ARG(office), year, n % 10000000)
                : str_print(arena, "CN%04d%c%07lld", year,
                            type == 'U'   ? '2'
                            : type == 'D' ? '3'
                                          : '1',
                            n % 10000000);
}

static void codes(struct arena *arena, uint64_t *state, bool latin, struct patent_doc *d)
{
    static const char *const offices[] = {"US", "EP", "WO", "JP"};
    static const char *const legal[] = {"授权", "实质审查", "公开", "视为撤回", "未缴年费", "驳回"};
    static const char *const status[] = {"1", "2", "2", "0", "0", "0"};
    static const char *const types[] = {"A", "A", "B", "U", "U", "D"};
    uint32_t l = below(state, 6), t = below(state, 6);
    d->code[CODE_OFFICE] = latin ? str_from(offices[below(state, 4)]) : STR("CN");
    d->code[CODE_TYPE] = str_from(types[t]);
    d->code[CODE_KIND] = str_from(types[t]);
    d->code[CODE_LEGAL] = str_from(legal[l]);
    d->code[CODE_STATUS] = str_from(status[l]);
    d->code[CODE_ZONE] = str_print(arena, "片区%03u", below(state, SAMPLE_ZONES));
    d->code[CODE_REGION] = latin ? STR("US") : str_print(arena, "省%02u", below(state, 31));
    numbers(arena, d);
    d->code[CODE_FAMILY] = str_print(arena, "F%lld", (long long)(d->id - below(state, 3)));
}

void sample_doc(const struct sample *s, struct arena *arena, int64_t i, struct patent_doc *d)
{
    uint64_t state = s->seed * 0xD1342543DE82EF95u + (uint64_t)i * 0xA24BAED4963EE407u;
    double part = ((double)i + 0.5) / (double)s->n;
    *d = (struct patent_doc){.id = i + 1};
    mix(&state);
    bool latin = below(&state, 8) == 0;
    struct text t = {arena_alloc(arena, TEXT_MAX), 0};
    title(s, &t, &state, latin);
    d->title = (struct str){t.at, t.n};
    size_t from = t.n;
    abstract(s, &t, &state, latin);
    d->abstract = (struct str){t.at + from, t.n - from};
    classes(s, arena, &state, d);
    people(s, arena, &state, latin, d);
    /* Twenty times as many at the end as at the beginning. */
    d->day[DAY_APPLIED] = s->first_day + (int32_t)(log1p(part * 19) / log(20) * s->days);
    codes(arena, &state, latin, d);
    d->day[DAY_PUBLISHED] = d->day[DAY_APPLIED] + 180 + (int32_t)below(&state, 365);
    d->day[DAY_GRANTED] = d->code[CODE_STATUS].ptr[0] == '1'
                              ? d->day[DAY_PUBLISHED] + (int32_t)below(&state, 900)
                              : DAY_NONE;
    d->day[DAY_PRIORITY] = latin ? d->day[DAY_APPLIED] - (int32_t)below(&state, 365) : DAY_NONE;
    d->day[DAY_EXPIRES] = DAY_NONE;
    d->count[INT_CLAIMS] = 1 + below(&state, 30);
    d->count[INT_CITED] = (int64_t)zipf(&state, 5);
    d->count[INT_CITES] = (int64_t)below(&state, 12);
    d->count[INT_FAMILY] = 1 + (latin ? below(&state, 9) : 0);
    d->count[INT_APPLICANTS] = (int64_t)d->applicant_n;
}
