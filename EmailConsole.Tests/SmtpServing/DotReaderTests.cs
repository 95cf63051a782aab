using System.Buffers;
using System.Text;
using CsCheck;
using EmailConsole.SmtpServing;

namespace EmailConsole.Tests.SmtpServing;

public sealed class DotReaderTests
{
    /// <summary>Whatever stands in it, and wherever it is cut on its way.</summary>
    [Fact]
    public void Read_AnyContentCutAnywhere_IsThatContent() =>
        Gen.Select(Gen.Char["..\r\nab"].Array[0, 40], Gen.Int[0, 60], Gen.Int[0, 60]).Sample((octets, first, second) =>
        {
            // What a client sends ends with a line break, and has a dot put before each line that begins with one
            var content = string.Concat(octets);
            content += content.Length == 0 || content.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n";
            var stuffed = string.Join("\r\n", content.Split("\r\n").Select(line => line.StartsWith('.') ? $".{line}" : line));
            const string Next = "QUIT\r\n";
            var sent = Encoding.ASCII.GetBytes($"{stuffed}.\r\n{Next}");
            int[] cuts = [Math.Min(first, sent.Length), Math.Min(second, sent.Length)];
            Array.Sort(cuts);

            using var message = new MessageBuffer(1_000, memory: null);
            var (isEnd, left) = Feed(new DotReader(message), [sent[..cuts[0]], sent[cuts[0]..cuts[1]], sent[cuts[1]..]]);

            return isEnd && left == Next && Encoding.ASCII.GetString(message.Content.Span) == content;
        }, iter: 20_000);

    [Theory]
    [InlineData("a\n.\n")]
    [InlineData("a\n.\r\n")]
    [InlineData("a\r\n.\n")]
    [InlineData("a\r\n.\r")]
    [InlineData("a\r.\r")]
    [InlineData("a\r\r\n.\r\r\n")]
    public void Read_WhatOtherServersTakeForTheEnd_IsContent(string sent)
    {
        using var message = new MessageBuffer(1_000, memory: null);

        Assert.False(Feed(new DotReader(message), [Encoding.ASCII.GetBytes(sent)]).IsEnd);
    }

    private static (bool IsEnd, string Left) Feed(DotReader reader, byte[][] parts)
    {
        var isEnd = false;
        var left = "";
        foreach (var part in parts)
        {
            if (isEnd)
            {
                left += Encoding.ASCII.GetString(part);
                continue;
            }

            var buffer = new ReadOnlySequence<byte>(part);
            isEnd = reader.Read(buffer, out var consumed);
            left = Encoding.ASCII.GetString(buffer.Slice(consumed));
        }

        return (isEnd, left);
    }
}
