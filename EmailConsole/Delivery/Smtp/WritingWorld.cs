using System.Globalization;
using System.Text;

namespace EmailConsole.Delivery.Smtp;

/// <summary>A charset and those who write in it.</summary>
/// <param name="encoding">Unknown bytes become U+FFFD.</param>
/// <param name="common">Letters of the language beyond ASCII; of writing with thousands of characters, those of such replies.</param>
/// <param name="domains">Whose servers write so.</param>
internal abstract class WritingWorld(Encoding encoding, string common, params string[] domains)
{
    private const double Invalid = -3;

    /// <summary>The first of those that fit alike is taken: Western before all others.</summary>
    public static IReadOnlyList<WritingWorld> All { get; } =
    [
        new LatinWorld(1252, "äöüßÄÖÜ", 0.1, "de", "at", "ch"),
        new LatinWorld(1252, "éèêëàâçùûîïôœæÉÈÊÀÇ", 0.1, "fr", "be"),
        new LatinWorld(1252, "áéíóúñüÁÉÍÓÚÑ¿¡", 0.1, "es", "mx", "ar"),
        new LatinWorld(1252, "ãáàâçéêíóôõúÃÁÉÍÓÚÇ", 0.1, "pt", "br"),
        new LatinWorld(1252, "àèéìòùÀÈÉ", 0.1, "it"),
        new LatinWorld(1252, "åäöæøéÅÄÖÆØ", 0.1, "se", "no", "dk", "fi"),
        new LatinWorld(1252, "áéíóúýþðæöÁÉÍÓÚÝÞÐÆÖ", -0.2, "is"),
        new LatinWorld(1254, "çğıöşüâîÇĞİÖŞÜ", 0, "tr"),
        new LatinWorld(1250, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", 0, "pl"),
        new LatinWorld(1250, "áčďéěíňóřšťúůýžľĺŕôäÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽ", 0, "cz", "sk"),
        new LatinWorld(1250, "áéíóöőúüűÁÉÍÓÖŐÚÜŰ", 0, "hu"),
        new LatinWorld(1250, "čćđšžČĆĐŠŽ", 0, "hr", "si", "rs", "ba"),
        new LatinWorld(1250, "ăâîşţĂÂÎŞŢ", 0, "ro"),
        new LatinWorld(28592, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", -0.05, "pl"),
        new LatinWorld(28592, "áčďéěíňóřšťúůýžľĺŕôäÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽ", -0.05, "cz", "sk"),
        new AlphabetWorld(1251, "оеаинтсрвлкмдпу", 'Ѐ', 'џ', "ru", "by", "ua", "kz", "bg", "su", "рф", "xn--p1ai", "mail.ru", "yandex.net", "yandex.com"),
        new AlphabetWorld(21866, "оеаинтсрвлкмдпу", 'Ѐ', 'џ', "ru", "ua", "su"),
        new AlphabetWorld(866, "оеаинтсрвлкмдпу", 'Ѐ', 'џ'),
        new AlphabetWorld(1253, "αοιετνσρκπςάίόέή", 'Ά', 'ώ', "gr", "cy"),
        new AlphabetWorld(1255, "יוהלאתרבמשנ", 'א', 'ת', "il"),
        new AlphabetWorld(1256, "اليمونرتبةعدس", 'ء', 'ي', "sa", "ae", "eg", "jo", "kw", "qa"),
        new AlphabetWorld(874, "านรอกเงมยลวดท่้ีัิ", 'ก', '๛', "th"),
        new IdeographWorld(54936, 0xB0, 0xD7, SimplifiedCommon, hasKana: false,
            "cn", "qq.com", "foxmail.com", "163.com", "126.com", "139.com", "yeah.net", "netease.com", "sina.com", "sohu.com", "aliyun.com", "aliyuncs.com",
            "mxhichina.com", "tencentcloudapi.com", "myhuaweicloud.com", "coremail.net", "icoremail.net"),
        new IdeographWorld(950, 0xA4, 0xC6, TraditionalCommon, hasKana: false, "tw", "hk", "mo"),
        new IdeographWorld(932, 0x88, 0x97, JapaneseCommon, hasKana: true, "jp"),
        new IdeographWorld(51932, 0xB0, 0xCF, JapaneseCommon, hasKana: true, "jp"),
        new IdeographWorld(949, 0xB0, 0xC8, KoreanCommon, hasKana: false, "kr"),
        new MostlyUtf8World(),
    ];

    private const string SimplifiedCommon =
        "的一是不在有了用户名或密码错误请重试登录授权认证失败邮件地址收发送人服务器连接拒绝被系统未无法验证超过限制存找到该账号帐内容垃圾频率过高已满箱域名"
        + "禁止非法信息检查输入使权限格式正确客端需要开启关闭数据命令大小太多次后再来自为对因此您我们可以能会将本站接受投递退回原因时间出现操作成功";

    private const string TraditionalCommon =
        "的一是不在有了用戶名或密碼錯誤請重試登錄入授權認證驗失敗郵件地址收發送寄人服務伺器連接線拒絕被系統未無法超過限制存找到該帳號內容垃圾頻率過高已滿信箱網域"
        + "禁止非法訊息檢查輸使權格式正確客端需要開啟關閉資料命令大小太多次後再來自為對因此您我們可以能會將本站受遞退回原因時間出現操作成功者";

    private const string JapaneseCommon =
        "認証失敗拒否受信者送先宛不明接続存在利用名前無効正確入力確認接許可権限制超過容量満迷惑設定変更必要一時的後再試行中止文字本人間違登録使用出来"
        + "サーバメールアドレスユザパワドエラーのをにはがでとしまたせんいるれなかっ";

    private const string KoreanCommon =
        "이다니습하는을를에가사용자인증실패메일로서비스수없지않으은의되었있시한오류거부주소름아호발송신받편함초과제도해하십요청연결확잘못된입력계정등록허권스팸차단";

    protected string Common => common;

    public Encoding Encoding => encoding;

    public static Encoding Get(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))
        ?? Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));

    public double Bonus(string host) => Array.Exists(domains, d => IsWithin(host, d)) ? OfDomain : 0;

    /// <summary>As much as a charset in which nothing is wrong has before one in which half is.</summary>
    protected virtual double OfDomain => 0.5;

    /// <summary>How much the bytes look like words of this world: 1 as can be, below 0 not at all.</summary>
    public virtual double Score(ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        var (sum, all) = (0.0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAscii(text[i]) && !char.IsLowSurrogate(text[i]))
            {
                var size = SizeOf(text[i]);
                sum += size * (text[i] == '\uFFFD' || (char.IsControl(text[i]) && text[i] != '\u0085') ? Invalid : Weigh(text, i));
                all += size;
            }
        }

        return all == 0 ? Invalid : sum / all;
    }

    /// <summary>In how many bytes it is written, roughly.</summary>
    protected virtual int SizeOf(char c) => 1;

    /// <summary>The same for one character.</summary>
    protected abstract double Weigh(string text, int at);

    protected static char Before(string text, int at) => at > 0 ? text[at - 1] : ' ';

    protected static char Behind(string text, int at) => at + 1 < text.Length ? text[at + 1] : ' ';

    /// <summary>Within a word capitals do not follow small letters, and signs do not stand.</summary>
    protected static double? WeighOfAlphabet(string text, int at)
    {
        var (before, behind) = (Before(text, at), Behind(text, at));
        return !char.IsLetter(text[at]) && char.GetUnicodeCategory(text[at]) != UnicodeCategory.NonSpacingMark
                ? char.IsLetter(before) && char.IsLetter(behind) && text[at] is not ('’' or '·') ? -1
                : text[at] is '“' or '”' or '„' or '‘' or '’' or '–' or '—' or '…' or '«' or '»' or '€' or '№' or '°' or '§' or '©' or '®' or '±' or '×' or '\u00A0' ? 0.4 : -0.2
            : char.IsUpper(text[at]) && char.IsLower(before) || char.IsLower(text[at]) && char.IsUpper(before) && char.IsUpper(behind) ? -1
            : null;
    }

    private static bool IsWithin(string host, string domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');

    /// <summary>Latin letters, few of them beyond ASCII and seldom side by side.</summary>
    private sealed class LatinWorld(int codePage, string common, double ahead, params string[] domains) : WritingWorld(Get(codePage), common, domains)
    {
        public override double Score(ReadOnlySpan<byte> bytes) => base.Score(bytes) + ahead;

        protected override double Weigh(string text, int at)
        {
            var run = 1;
            for (var i = at - 1; i >= 0 && IsBeyond(text[i]) && run < 3; i--, run++)
            {
            }

            for (var i = at + 1; i < text.Length && IsBeyond(text[i]) && run < 3; i++, run++)
            {
            }

            // Portuguese has it before e alone, Hungarian has another letter there
            var isCommon = Common.Contains(text[at], StringComparison.Ordinal) && (text[at] != 'õ' || Behind(text, at) == 'e');
            return isCommon && text[at] is '¿' or '¡' && !char.IsLetter(Before(text, at)) ? 0.9
                : WeighOfAlphabet(text, at) ?? (run == 3 ? -0.3 : isCommon ? 0.9 : 0.2);
        }

        private static bool IsBeyond(char c) => !char.IsAscii(c) && char.IsLetter(c);
    }

    /// <summary>Another alphabet: whole words of its letters, without Latin ones.</summary>
    private sealed class AlphabetWorld(int codePage, string common, char first, char last, params string[] domains) : WritingWorld(Get(codePage), common, domains)
    {
        protected override double Weigh(string text, int at)
        {
            var (before, behind) = (Before(text, at), Behind(text, at));
            return WeighOfAlphabet(text, at) is { } weight ? weight
                : text[at] < first || text[at] > last || char.IsAsciiLetter(before) || char.IsAsciiLetter(behind) ? -1
                : !IsOwn(before) && !IsOwn(behind) ? 0.4
                : Common.Contains(char.ToLowerInvariant(text[at]), StringComparison.Ordinal) ? 1
                : 0.6;
        }

        private bool IsOwn(char c) => c >= first && c <= last;
    }

    /// <summary>Thousands of characters, of which a first level has those in use.</summary>
    private sealed class IdeographWorld(int codePage, byte firstLead, byte lastLead, string common, bool hasKana, params string[] domains)
        : WritingWorld(Get(codePage), common, domains)
    {
        // A name has characters that few words have
        protected override double OfDomain => 1;

        protected override int SizeOf(char c) => c is >= '\uFF61' and <= '\uFF9F' ? 1 : 2;

        protected override double Weigh(string text, int at) => text[at] switch
        {
            >= '\uFF61' and <= '\uFF9F' => -0.3,
            var c when Common.Contains(c, StringComparison.Ordinal) => 1,
            >= '\u3041' and <= '\u30FE' => hasKana ? 0.9 : -1,
            >= '\u3000' and <= '\u303F' or >= '\uFF01' and <= '\uFF5E' or '“' or '”' or '…' or '—' => 0.4,
            var c when IsFirstLevel(c) => 0.45,
            _ => -0.5,
        };

        private bool IsFirstLevel(char c)
        {
            Span<byte> bytes = stackalloc byte[8];
            return Encoding.TryGetBytes([c], bytes, out var count) && count == 2 && bytes[0] >= firstLead && bytes[0] <= lastLead
                && (codePage is 932 or 950 || bytes[1] >= 0xA1);
        }
    }

    /// <summary>UTF-8 with a byte of something else.</summary>
    private sealed class MostlyUtf8World() : WritingWorld(Encoding.UTF8, "")
    {
        public override double Score(ReadOnlySpan<byte> bytes)
        {
            var (valid, invalid) = (0, 0);
            while (!bytes.IsEmpty)
            {
                var isValid = Rune.DecodeFromUtf8(bytes, out _, out var used) == System.Buffers.OperationStatus.Done;
                valid += isValid && used > 1 ? used : 0;
                invalid += isValid ? 0 : used;
                bytes = bytes[used..];
            }

            return (valid - invalid) / (double)Math.Max(valid + invalid, 1);
        }

        protected override double Weigh(string text, int at) => 1;
    }
}
