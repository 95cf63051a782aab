using EmailConsole.Outbox;
using EmailConsole.Outbox.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Outbox.Api;

public sealed class RequestMemoryTests
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * 1024;

    private readonly RequestMemory _memory = new(Options.Create(new OutboxOptions()));
    private readonly Guid _foo = Guid.NewGuid();
    private readonly Guid _bar = Guid.NewGuid();

    [Theory]
    [InlineData(true, 5 * Megabyte + 3)]
    [InlineData(false, 5 * Megabyte + 3)]
    [InlineData(true, 64 * Kilobyte)]
    [InlineData(false, 64 * Kilobyte + 1)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Read_Body_IsWholeAndGivenBack(bool namesItsLength, int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        using (var body = new RequestBody(_memory, _foo))
        {
            await body.ReadAsync(Request(bytes, namesItsLength), CancellationToken.None);

            Assert.True(body.Bytes.SequenceEqual(bytes));
            Assert.InRange(_memory.Used, length > 64 * Kilobyte ? length : 0, 2 * length);
        }

        Assert.Equal(0, _memory.Used);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_MoreThanIsLeft_IsRefusedAndGivenBack(bool isOwn)
    {
        var other = isOwn ? _foo : _bar;
        Assert.Equal(MemoryRefusal.None, _memory.Take(other, 0, 126 * Megabyte));
        Assert.Equal(MemoryRefusal.None, isOwn ? MemoryRefusal.None : _memory.Take(Guid.NewGuid(), 0, 63 * Megabyte));
        using (var body = new RequestBody(_memory, _foo))
        {
            var refused = await Assert.ThrowsAsync<RequestMemoryException>(
                () => body.ReadAsync(Request(new byte[(isOwn ? 5 : 40) * Megabyte], true), CancellationToken.None));

            Assert.Equal(isOwn ? MemoryRefusal.OwnShare : MemoryRefusal.Others, refused.Refusal);
        }

        Assert.Equal((isOwn ? 126 : 189) * Megabyte, _memory.Used);
    }

    [Fact]
    public async Task Read_SmallBodyWhileAllIsHeld_IsTaken()
    {
        HoldAll();
        using var body = new RequestBody(_memory, _foo);

        await body.ReadAsync(Request(new byte[64 * Kilobyte], false), CancellationToken.None);

        Assert.Equal(64 * Kilobyte, body.Bytes.Length);
    }

    [Fact]
    public async Task Read_LengthWithoutItsBytes_TakesNothing()
    {
        using var body = new RequestBody(_memory, _foo);
        var request = Request([1], true);
        request.ContentLength = 40 * Megabyte;

        await body.ReadAsync(request, CancellationToken.None);

        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public void Take_OneAfterTheOther_EachGetsAsMuchAsIsLeft()
    {
        Assert.Equal(128, TakeAll(_foo));
        Assert.Equal(64, TakeAll(_bar));
        _memory.GiveBack(_foo, 128 * Megabyte);
        Assert.Equal(96, TakeAll(_foo));
        Assert.Equal(48, TakeAll(Guid.NewGuid()));
    }

    [Fact]
    public void Take_OneHoldsAllItMay_TheLargestBodyOfAnotherHasRoom()
    {
        TakeAll(_foo);

        // What 40 MB grow into
        Assert.Equal(MemoryRefusal.None, _memory.Take(_bar, 0, 64 * Megabyte));
    }

    private int TakeAll(Guid tenant)
    {
        var taken = 0;
        while (_memory.Take(tenant, 0, Megabyte) == MemoryRefusal.None)
        {
            taken++;
        }

        return taken;
    }

    private void HoldAll()
    {
        for (var i = 0; i < 1000; i++)
        {
            TakeAll(i == 0 ? _foo : Guid.NewGuid());
        }
    }

    private static HttpRequest Request(byte[] body, bool namesItsLength)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(body);
        request.ContentLength = namesItsLength ? body.Length : null;
        return request;
    }
}
