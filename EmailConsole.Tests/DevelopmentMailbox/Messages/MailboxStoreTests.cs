using EmailConsole.DevelopmentMailbox.Messages;

namespace EmailConsole.Tests.DevelopmentMailbox.Messages;

public sealed class MailboxStoreTests
{
    [Fact]
    public void Add_MoreBytesThanFit_DropsTheOldest()
    {
        var store = new MailboxStore(TimeProvider.System);
        ReadOnlyMemory<byte> source = new byte[MailboxStore.MaxBytes / 4];
        for (var i = 0; i < 6; i++)
        {
            store.Add($"{i}@foo.example", ["a@bar.example"], source);
        }

        Assert.Equal(["2@foo.example", "3@foo.example", "4@foo.example", "5@foo.example"], store.Messages.Select(message => message.Sender));
    }

    [Fact]
    public void Clear_AfterMail_ForgetsItAndItsSize()
    {
        var store = new MailboxStore(TimeProvider.System);
        ReadOnlyMemory<byte> source = new byte[MailboxStore.MaxBytes / 2];
        var changes = 0;
        store.Add("a@foo.example", ["a@bar.example"], source);
        store.Changed += (_, _) => changes++;

        store.Clear();

        Assert.Empty(store.Messages);
        Assert.Equal(1, changes);
        store.Add("b@foo.example", ["a@bar.example"], source);
        store.Add("c@foo.example", ["a@bar.example"], source);
        Assert.Equal(2, store.Messages.Count);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("no header at all", "", "")]
    [InlineData("Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\nFrom: =?utf-8?Q?B=C3=BCcher?= <a@foo.example>\r\n\r\n", "Grüße", "Bücher <a@foo.example>")]
    [InlineData("\0\u0001\u0002: \u0003\r\n\r\n", "", "")]
    public void Add_AnySource_ReadsWhatItCan(string source, string subject, string from)
    {
        var store = new MailboxStore(TimeProvider.System);

        store.Add("", ["a@bar.example"], System.Text.Encoding.UTF8.GetBytes(source));

        Assert.Equal((subject, from), (store.Messages[0].Subject, store.Messages[0].From));
    }
}
