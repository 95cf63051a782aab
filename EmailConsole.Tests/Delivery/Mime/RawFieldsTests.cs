using System.Text;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Tests.Delivery.Mime;

public sealed class RawFieldsTests
{
    private const string Message = "Received: by x\r\n\tfor y\r\nsubject : a\r\nMessage-ID: <1@x>\r\nX-Message-ID: <2@x>\r\n\r\nMessage-ID: <3@x>\r\n";

    [Theory]
    [InlineData("Received", "Received: by x\r\n\tfor y\r\n")]
    [InlineData("SUBJECT", "subject : a\r\n")]
    [InlineData("Message-ID", "Message-ID: <1@x>\r\n")]
    [InlineData("X-Message-ID", "X-Message-ID: <2@x>\r\n")]
    [InlineData("Message", null)]
    [InlineData("Bcc", null)]
    public void Find_Name_IsItsFirstFieldOfTheHeader(string name, string? field)
    {
        var found = RawFields.Find(Bytes(Message), Bytes(name));

        Assert.Equal(field, found is { } range ? Message[range] : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("\r\nSubject: x\r\n")]
    [InlineData("Sub")]
    public void Find_WhatHasNoHeader_IsNone(string message) => Assert.Null(RawFields.Find(Bytes(message), "Subject"u8));

    [Fact]
    public void Find_HeaderWithoutBody_IsThere() => Assert.Equal(0..12, RawFields.Find("Subject: x\r\n"u8, "Subject"u8));

    [Fact]
    public void ReplaceInPlace_Field_LeavesAllElse() => Assert.Equal(
        "Received: by x\r\n\tfor y\r\nsubject : a\r\nMessage-ID: <new@x>\r\nX-Message-ID: <2@x>\r\n\r\nMessage-ID: <3@x>\r\n",
        Encoding.ASCII.GetString(RawFields.ReplaceInPlace(Bytes(Message), "Message-ID"u8, "Message-ID: <new@x>\r\n"u8).Span));

    [Fact]
    public void Replace_Fields_TakesThemAllOutAndPutsOthersInFront() => Assert.Equal(
        "To: a\r\nsubject : a\r\nX-Message-ID: <2@x>\r\n\r\nMessage-ID: <3@x>\r\n",
        Encoding.ASCII.GetString(RawFields.Replace(Bytes(Message), "To: a\r\n"u8, "received", "Message-ID", "To").Span));

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
