using System.Text;
using EmailConsole.Delivery.Smtp;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Delivery;

/// <summary>What servers say in the charsets of their operators.</summary>
public sealed class ReplyCharsetTests : IDisposable
{
    private const string Chinese = "\u8BF7\u4F7F\u7528\u6388\u6743\u7801\u767B\u5F55\u3002";

    private readonly SenderBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData("smtp.example.com", 54936, Chinese)]
    [InlineData("smtp.example.com", 54936, "\u7528\u6237\u540D\u6216\u5BC6\u7801\u9519\u8BEF\uFF0C\u8BF7\u91CD\u8BD5")]
    [InlineData("smtp.163.com", 54936, "\u9555\u57FA \u00DF")]
    [InlineData("mail.foo.cn.", 54936, "\u5931\u8D25")]
    [InlineData("MAIL.FOO.CN", 54936, "\u9555\u57FA")]
    [InlineData("smtp.example.com", 28591, "Empf\u00E4nger unbekannt")]
    [InlineData("smtp.example.com", 28591, "cr\u00E9\u00E9e, refus\u00E9e")]
    [InlineData("smtp.example.com", 28591, "Gr\u00F6\u00DFe \u00E4\u00F6\u00FC")]
    [InlineData("smtp.example.com", 1252, "\u201CNo\u201D \u2013 5 \u20AC")]
    [InlineData("smtp.foo.jp", 932, "\u8A8D\u8A3C\u306B\u5931\u6557\u3057\u307E\u3057\u305F")]
    [InlineData("smtp.foo.kr", 949, "\uC778\uC99D \uC2E4\uD328")]
    [InlineData("smtp.foo.com.tw", 950, "\u8A8D\u8B49\u5931\u6557")]
    [InlineData("smtp.163.com", 65001, "Empf\u00E4nger \u8BF7")]
    [InlineData("notqq.com", 28591, "\u00E9\u00E9")]
    public void Choose_Host_ReadsTheWords(string host, int codePage, string words)
    {
        var encoding = codePage is 65001 or 28591 ? Encoding.GetEncoding(codePage) : CodePagesEncodingProvider.Instance.GetEncoding(codePage)!;
        var bytes = encoding.GetBytes(words);

        Assert.Equal(words, ReplyCharset.Choose(bytes, host).GetString(bytes));
    }

    [Theory]
    [InlineData("smtp.example.com", 1251, "доступ отказано")]
    [InlineData("localhost", 20866, "550 Получатель не найден")]
    [InlineData("smtp.example.com", 1251, "550 Получатель не найден")]
    [InlineData("smtp.example.com", 1251, "Нет")]
    [InlineData("smtp.example.com", 1251, "ОШИБКА АУТЕНТИФИКАЦИИ: неверный логин или пароль")]
    [InlineData("smtp.example.com", 20866, "Почтовый ящик переполнен, повторите попытку позже")]
    [InlineData("smtp.example.com", 20866, "отказано")]
    [InlineData("mx.foo.ru", 1251, "спам")]
    [InlineData("mx.foo.ru", 20866, "Сообщение похоже на спам")]
    [InlineData("mx.foo.ua", 21866, "Доступ заборонено: невірний пароль, її немає")]
    [InlineData("smtp.example.com", 1251, "Доступ заборонено: невірний пароль")]
    [InlineData("mx.foo.ru", 28591, "Empfänger unbekannt")]
    [InlineData("smtp.example.com", 54936, "失败")]
    [InlineData("smtp.example.com", 54936, "邮箱不存在，发送失败")]
    [InlineData("smtp.example.com", 54936, "552 您的邮件因含有垃圾信息被拒绝 http://foo.example/help?a=1")]
    [InlineData("smtp.example.com", 950, "認證失敗")]
    [InlineData("smtp.example.com", 950, "使用者帳號或密碼錯誤，請重新輸入")]
    [InlineData("smtp.example.com", 950, "收件人的信箱已滿")]
    [InlineData("smtp.example.com", 51932, "認証に失敗しました")]
    [InlineData("smtp.example.com", 51932, "ユーザー名またはパスワードが正しくありません")]
    [InlineData("smtp.foo.jp", 51932, "宛先不明")]
    [InlineData("smtp.example.com", 932, "認証に失敗しました")]
    [InlineData("smtp.example.com", 932, "メールボックスがいっぱいです")]
    [InlineData("smtp.foo.jp", 932, "認証エラー")]
    [InlineData("smtp.example.com", 51949, "인증 실패")]
    [InlineData("smtp.example.com", 51949, "받는 사람의 주소를 찾을 수 없습니다")]
    [InlineData("smtp.example.com", 949, "메일 발송이 차단되었습니다")]
    [InlineData("smtp.example.com", 1250, "Błąd uwierzytelniania: nieprawidłowe hasło")]
    [InlineData("smtp.example.com", 1250, "Użytkownik nie istnieje")]
    [InlineData("smtp.example.com", 1250, "Neplatné přihlašovací údaje")]
    [InlineData("smtp.example.com", 28592, "Nieprawidłowy użytkownik, spróbuj później")]
    [InlineData("mail.foo.hu", 1250, "A címzett nem elérhető, később próbálja újra")]
    [InlineData("smtp.example.com", 1254, "Kullanıcı adı veya şifre yanlış")]
    [InlineData("smtp.example.com", 1254, "Alıcı bulunamadı")]
    [InlineData("smtp.foo.is", 1252, "Notandi fannst ekki, það er óþekkt")]
    [InlineData("smtp.example.com", 1253, "Ο χρήστης δεν βρέθηκε")]
    [InlineData("smtp.example.com", 1255, "אימות נכשל, הסיסמה שגויה")]
    [InlineData("smtp.example.com", 1256, "فشل المصادقة: كلمة المرور غير صحيحة")]
    [InlineData("smtp.example.com", 874, "รหัสผ่านไม่ถูกต้อง")]
    [InlineData("smtp.example.com", 1252, "Erreur à la connexion")]
    [InlineData("smtp.example.com", 1252, "L’adresse du destinataire a été refusée : boîte pleine")]
    [InlineData("smtp.example.com", 1252, "Não é possível: usuário ou senha inválidos, as configurações não são válidas")]
    [InlineData("smtp.example.com", 1252, "El buzón está lleno. ¿Contraseña errónea?")]
    [InlineData("smtp.example.com", 1252, "Mottagaren är okänd på den här servern")]
    [InlineData("smtp.example.com", 1252, "ZUGRIFF VERWEIGERT: UNGÜLTIGES KENNWORT FÜR MÜLLER")]
    [InlineData("smtp.example.com", 1252, "Postfach für Jürgen Größer ist überfüllt")]
    [InlineData("smtp.example.com", 1252, "ä")]
    [InlineData("smtp.example.com", 1252, "25 °C, § 5")]
    public void Decode_ReplyOfAnyCountry_ReadsTheWords(string host, int codePage, string words)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);

        Assert.Equal([$"550-{words}", "550 end"], ReplyCharset.Decode([Encoding.Latin1.GetString(bytes.GetBytes($"550-{words}")), "550 end"], host));
    }

    [Theory]
    [InlineData("smtp.foo.jp", 50220, "認証に失敗しました (AUTH)")]
    [InlineData("localhost", 50220, "no: 宛先不明, ユーザー")]
    [InlineData("localhost", 50225, "인증 실패")]
    public void Decode_SevenBitsWithEscapes_ReadsTheWords(string host, int codePage, string words)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes($"535 {words}");

        Assert.Equal([$"535 {words}"], ReplyCharset.Decode([Encoding.Latin1.GetString(bytes)], host));
    }

    [Theory]
    [InlineData("550-Grün-Schlüssel", "550 x\u00FFy")]
    [InlineData("550-Grün-Schlüssel \u00FF", "550 end")]
    public void Decode_OneByteOfSomethingElse_ReadsTheOthersAsUtf8(string first, string second)
    {
        static string Raw(string text) => string.Concat(text.Split('\u00FF').SelectMany((part, i) => (i > 0 ? "\u00FF" : "") + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(part))));

        Assert.StartsWith("550-Grün-Schlüssel", ReplyCharset.Decode([Raw(first), Raw(second)], "smtp.example.com")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_SevenBitJapaneseReply_IsReadable()
    {
        var words = CodePagesEncodingProvider.Instance.GetEncoding(50220)!.GetBytes("535 認証に失敗しました\r\n");
        await using var server = new ScriptedSmtpServer().Reply("AUTH", words).Start();

        Assert.Equal("535 認証に失敗しました", (await _bed.FailAsync(server)).ServerText);
    }

    [Theory]
    [InlineData("utf-8", new byte[] { 0xFF })]
    [InlineData("iso-8859-1", new byte[] { 0xFF })]
    [InlineData("decomposed", new byte[] { 0xFF })]
    [InlineData("utf-8", new byte[] { 0xC7, 0xEB, 0xCA, 0xB9, 0xD3, 0xC3, 0xCA, 0xDA, 0xC8, 0xA8, 0xC2, 0xEB })]
    [InlineData("iso-8859-1", new byte[] { 0xC7, 0xEB, 0xCA, 0xB9, 0xD3, 0xC3, 0xCA, 0xDA, 0xC8, 0xA8, 0xC2, 0xEB })]
    [InlineData("decomposed", new byte[] { 0xC7, 0xEB, 0xCA, 0xB9, 0xD3, 0xC3, 0xCA, 0xDA, 0xC8, 0xA8, 0xC2, 0xEB })]
    [InlineData("iso-8859-1", new byte[] { 0x83 })]
    public async Task SendOnceAsync_PasswordBesideAnotherCharset_IsNotShown(string spelling, byte[] others)
    {
        const string password = "Gr\u00FCn-Schl\u00FCssel-77";
        _bed.Secrets = new EmailProviderSecrets(password, null);
        var spelled = spelling switch
        {
            "iso-8859-1" => Encoding.Latin1.GetBytes(password),
            "decomposed" => Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormD)),
            _ => Encoding.UTF8.GetBytes(password),
        };
        await using var server = new ScriptedSmtpServer().Reply("AUTH", [.. "535-no "u8, .. others, .. spelled, .. "\r\n535 "u8, .. others, .. "\r\n"u8]).Start();

        var shown = (await _bed.FailAsync(server)).ServerText + string.Join('\n', _bed.Listener.Lines);

        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Schl", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("ssel", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendOnceAsync_ChineseReply_IsReadable()
    {
        await using var server = new ScriptedSmtpServer().Reply("AUTH", Gbk($"535 Error: {Chinese}\r\n")).Start();

        Assert.Equal($"535 Error: {Chinese}", (await _bed.FailAsync(server)).ServerText);
        Assert.Contains($"S: 535 Error: {Chinese}", _bed.Listener.Lines);
    }

    [Fact]
    public async Task SendOnceAsync_LinesOfOneReply_AreInOneCharset()
    {
        // The second line alone would pass for UTF-8
        await using var server = new ScriptedSmtpServer()
            .Reply("AUTH", Gbk($"535-{Chinese}\r\n535-\u8054\u901A\r\n535 Sorry\r\n")).Start();

        Assert.Equal($"535 {Chinese} \u8054\u901A Sorry", (await _bed.FailAsync(server)).ServerText);
    }

    [Fact]
    public async Task SendOnceAsync_WesternReply_IsReadableAndItsControlCharactersGo()
    {
        await using var server = new ScriptedSmtpServer().Reply("RCPT", [.. "550 5.1.1 Empf"u8, 0xE4, .. "nger\u0007 unbekannt\r\n"u8]).Start();

        Assert.Equal("550 5.1.1 Empf\u00E4nger unbekannt", (await _bed.FailAsync(server)).ServerText);
    }

    private static byte[] Gbk(string text) => CodePagesEncodingProvider.Instance.GetEncoding(54936)!.GetBytes(text);
}
