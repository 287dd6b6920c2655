/* The words for what is stored as a number. */
#include "domain/meeting/meeting.h"

const struct form_choice meeting_states[] = {
    {"preparing", T("筹备"), MEETING_PREPARING},
    {"invited", T("已通知"), MEETING_INVITED},
    {"running", T("进行中"), MEETING_RUNNING},
    {"ended", T("已结束"), MEETING_ENDED},
    {"issued", T("已印发"), MEETING_ISSUED},
    {"cancelled", T("已取消"), MEETING_CANCELLED},
    {0},
};

static const struct form_choice item_states[] = {
    {"waiting", T("待议"), MEETING_ITEM_WAITING},
    {"decided", T("已议定"), MEETING_ITEM_DECIDED},
    {"deferred", T("暂缓"), MEETING_ITEM_DEFERRED},
    {0},
};

const struct form_choice meeting_kinds[] = {
    {"assign", T("交办"), MEETING_ASSIGN},
    {"solve", T("当场解决"), MEETING_SOLVE},
    {"confirm", T("企业认可，销号"), MEETING_CONFIRM},
    {"redo", T("退回重办"), MEETING_REDO},
    {"defer", T("暂缓"), MEETING_DEFER},
    {"press", T("督办"), MEETING_PRESS},
    {0},
};

const struct form_choice meeting_saids[] = {
    {"unasked", T("未表态"), MEETING_UNASKED},
    {"yes", T("企业认可"), MEETING_YES},
    {"no", T("企业不认可"), MEETING_NO},
    {0},
};

const char *meeting_state_word(int64_t state)
{
    return form_choice_of(meeting_states, state)->label;
}

const char *meeting_item_state_word(int64_t state)
{
    return form_choice_of(item_states, state)->label;
}

const char *meeting_kind_word(int64_t kind)
{
    return form_choice_of(meeting_kinds, kind)->label;
}

const char *meeting_said_word(int64_t said)
{
    return form_choice_of(meeting_saids, said)->label;
}

const char *meeting_state_name(int64_t state)
{
    return form_choice_of(meeting_states, state)->name;
}

const char *meeting_item_state_name(int64_t state)
{
    return form_choice_of(item_states, state)->name;
}

const char *meeting_kind_name(int64_t kind)
{
    return form_choice_of(meeting_kinds, kind)->name;
}

const char *meeting_said_name(int64_t said)
{
    return form_choice_of(meeting_saids, said)->name;
}
