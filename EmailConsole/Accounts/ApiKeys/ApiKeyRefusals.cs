using System.Collections.Concurrent;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>What a program with a key was refused: mail that is lost where the program does not try again.</summary>
public sealed class ApiKeyRefusal
{
    public const int MaxCause = 32;
    public const int MaxCode = 20;
    public const int MaxReply = 500;

    public Guid KeyId { get; init; }

    public required RefusalCause Cause { get; init; }

    /// <summary>Of the last reply, such as <c>550 5.7.1</c> or <c>HTTP 429</c>.</summary>
    public required string Code { get; set; }

    /// <summary>How often.</summary>
    public long Count { get; set; }

    public DateTimeOffset LastAt { get; set; }

    /// <summary>What it was told the last time, word for word.</summary>
    public required string LastReply { get; set; }

    /// <summary>Why, where it was not told that; null: the reply says it.</summary>
    public string? LastWhy { get; set; }
}

internal sealed class ApiKeyRefusalMapping : IEntityTypeConfiguration<ApiKeyRefusal>
{
    public void Configure(EntityTypeBuilder<ApiKeyRefusal> builder)
    {
        builder.ToTable("ApiKeyRefusals");
        builder.HasKey(r => new { r.KeyId, r.Cause });
        builder.Property(r => r.Cause).HasConversion<string>().HasMaxLength(ApiKeyRefusal.MaxCause);
        builder.Property(r => r.Code).HasMaxLength(ApiKeyRefusal.MaxCode);
        builder.Property(r => r.LastReply).HasMaxLength(ApiKeyRefusal.MaxReply);
        builder.Property(r => r.LastWhy).HasMaxLength(ApiKeyRefusal.MaxReply);
        builder.HasOne<ApiKey>().WithMany().HasForeignKey(r => r.KeyId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Counts what programs were refused, in memory, and writes it together.</summary>
internal sealed class ApiKeyRefusals(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider time)
{
    private readonly ConcurrentDictionary<(Guid KeyId, RefusalCause Cause), Noted> _unwritten = new();

    /// <param name="keyId">Whose.</param>
    /// <param name="cause">By which it is counted.</param>
    /// <param name="code">Of the reply.</param>
    /// <param name="reply">As the program was told.</param>
    /// <param name="why">What it was not told; null: the reply says it.</param>
    public void Note(Guid keyId, RefusalCause cause, string code, string reply, string? why = null) => _unwritten.AddOrUpdate(
        (keyId, cause),
        _ => new Noted(1, time.GetUtcNow(), code, reply, why),
        (_, noted) => new Noted(noted.Count + 1, time.GetUtcNow(), code, reply, why));

    /// <summary>Those of some keys, the newest first.</summary>
    public async Task<ILookup<Guid, ApiKeyRefusal>> FindAsync(EmailConsoleDb db, IReadOnlyCollection<Guid> keyIds, CancellationToken cancellationToken)
    {
        var written = await db.Set<ApiKeyRefusal>().AsNoTracking().Where(r => keyIds.Contains(r.KeyId)).ToListAsync(cancellationToken);
        var all = written.ToDictionary(r => (r.KeyId, r.Cause));
        foreach (var (key, noted) in _unwritten.Where(n => keyIds.Contains(n.Key.KeyId)))
        {
            all[key] = Add(all.GetValueOrDefault(key), key, noted);
        }

        return all.Values.OrderByDescending(r => r.LastAt).ToLookup(r => r.KeyId);
    }

    /// <summary>Writes what was noted, in one transaction. What could not be written stays noted.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var noted = _unwritten.ToArray();
        if (noted.Length == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var ids = noted.Select(n => n.Key.KeyId).ToHashSet();
        var present = await db.Set<ApiKey>().Where(k => ids.Contains(k.Id)).Select(k => k.Id).ToListAsync(cancellationToken);
        var rows = await db.Set<ApiKeyRefusal>().Where(r => ids.Contains(r.KeyId)).ToDictionaryAsync(r => (r.KeyId, r.Cause), cancellationToken);
        foreach (var (key, refusal) in noted.Where(n => present.Contains(n.Key.KeyId)))
        {
            if (rows.TryGetValue(key, out var row))
            {
                Add(row, key, refusal);
            }
            else
            {
                db.Add(Add(null, key, refusal));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var written in noted)
        {
            // What was counted meanwhile stays
            _unwritten.AddOrUpdate(written.Key, written.Value, (_, now) => now with { Count = now.Count - written.Value.Count });
            _unwritten.TryRemove(new KeyValuePair<(Guid, RefusalCause), Noted>(written.Key, written.Value with { Count = 0 }));
        }
    }

    private static ApiKeyRefusal Add(ApiKeyRefusal? row, (Guid KeyId, RefusalCause Cause) key, Noted noted)
    {
        row ??= new ApiKeyRefusal { KeyId = key.KeyId, Cause = key.Cause, Code = "", LastReply = "" };
        row.Count += noted.Count;
        row.LastAt = noted.LastAt;
        row.Code = noted.Code;
        row.LastReply = noted.LastReply[..Math.Min(noted.LastReply.Length, ApiKeyRefusal.MaxReply)];
        row.LastWhy = noted.LastWhy;
        return row;
    }

    private sealed record Noted(long Count, DateTimeOffset LastAt, string Code, string LastReply, string? LastWhy);
}
