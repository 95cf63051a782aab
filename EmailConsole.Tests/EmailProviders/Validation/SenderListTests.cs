using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.Tests.EmailProviders.Validation;

public sealed class SenderListTests
{
    [Fact]
    public void FindFault_WhateverSeparatesThem_AreNormalAndOnce()
    {
        Assert.Null(SenderList.FindFault(" Root@Host.Example\r\n@LISTS.example, a@bücher.example;root@host.example\troot@host.EXAMPLE\n\n@lists.example ", out var entries));

        Assert.Equal(["Root@host.example", "@lists.example", "a@xn--bcher-kva.example", "root@host.example"], entries);
        Assert.Equal(entries, SenderList.Read(SenderList.Store(entries)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public void FindFault_Nothing_IsFine(string text)
    {
        Assert.Null(SenderList.FindFault(text, out var entries));
        Assert.Empty(entries);
    }

    [Theory]
    [InlineData("@")]
    [InlineData("@exa mple")]
    [InlineData("@-a.example")]
    [InlineData("@192.0.2.1")]
    [InlineData("a@b@c.example")]
    [InlineData("Root <root@host.example>")]
    [InlineData("a@host.example.")]
    [InlineData("*@host.example..")]
    public void FindFault_WhatIsNeither_IsNamed(string text) =>
        Assert.Contains("is neither an address such as alarm@example.com nor a domain such as @example.com.", SenderList.FindFault(text, out _), StringComparison.Ordinal);

    [Fact]
    public void FindFault_DomainWithoutItsSign_IsToldHowToWriteIt() => Assert.Equal(
        "'lists.example' is no address. For all addresses of a domain put an @ before it: @lists.example.", SenderList.FindFault("a@host.example lists.example", out _));

    [Fact]
    public void FindFault_TooMany_SaysSo()
    {
        string Of(int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => $"a{i}@host.example"));

        Assert.Null(SenderList.FindFault(Of(100) + "\n" + Of(100), out var entries));
        Assert.Equal(100, entries.Count);
        Assert.Equal("Use at most 100 addresses and domains.", SenderList.FindFault(Of(101), out _));
        Assert.Equal("Use at most 100 addresses and domains.", SenderList.FindFault(new string(' ', SenderList.MaxTyped + 1), out _));
    }

    [Fact]
    public void FindFault_Longest_FitsWhatIsStored()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 62), 3));
        var entries = Enumerable.Range(0, 100).Select(i => $"{i:D3}{new string('a', 61)}@{domain}").ToList();

        Assert.Equal(253, entries[0].Length);
        Assert.Null(SenderList.FindFault(string.Join('\n', entries), out var found));
        Assert.InRange(SenderList.Store(found).Length, 1, SenderList.MaxStored);
        Assert.NotNull(SenderList.FindFault($"{new string('a', 64)}@{domain}.dd", out _));
    }
}
